import { randomBytes } from 'node:crypto';
import { newId } from '#api/edge/ids';
import { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Ledger } from '#event-store/ledger';
import type { TestApp } from './test-app.js';

export interface MadeKey {
  readonly id: string;
  readonly credential: string;
  readonly headers: { readonly authorization: string };
}

export const dayKey = { name: 'nightly', role: 'annotator', validitySeconds: 86_400 };

/** Makes an API key with these headers, those of the first owner by default. */
export async function makeKey(app: TestApp, asked: object = {}, headers?: Record<string, string>): Promise<MadeKey> {
  const session = headers ?? (await app.signIn());
  const { status, body, text } = await app.request('POST', '/v1/api-keys', { headers: session, body: { ...dayKey, ...asked } });
  if (status !== 201) throw new Error(`Making a key answered ${status}: ${text}`);
  return { id: body.apiKey.id, credential: body.credential, headers: { authorization: `Bearer ${body.credential}` } };
}

/** What the reverse proxy is told of a request with these headers: 200 where the credential is good. */
export const admits = async (app: TestApp, headers: Record<string, string>): Promise<number> =>
  (await app.request('GET', '/v1/auth', { headers })).status;

/** A key without an end in the log, as an import would write it; nobody has its credential. */
export async function importedKey(app: TestApp, ownerId: string): Promise<{ readonly id: string }> {
  const id = newId();
  const owner = { kind: 'api-key', ownerKind: 'user', ownerId } as const;
  const sealed = await app.get(PersonalData).sealAll(textsOf({ id, ...owner }), { name: 'imported' });
  const kept = { pepperVersion: 1 };
  const terms = { at: app.clock.nowText(), expiresAt: null, latestExpiry: null, typeEnabled: true, validitySeconds: 86_400 };
  const lookup = randomBytes(16).toString('base64url');
  const command: Token.Command = { type: 'IssueToken', ...owner, ...sealed, role: 'annotator', lookup, kept, ...terms };
  const context = { organizationId: app.owner.organizationId, correlationId: newId(), causationId: null, requestId: null };
  await app
    .get(Ledger)
    .on(Token.stream(id))
    .handle(command, { actor: { kind: 'user', id: ownerId }, ...context });
  return { id };
}
