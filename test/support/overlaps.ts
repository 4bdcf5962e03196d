import { eventually } from './eventually.js';
import type { Answer, TestApp } from './test-app.js';

export interface Wish {
  readonly overlapSeconds?: number;
  readonly endsOnFirstUse?: boolean;
}

/** A token that is replaced again and again, with what is made from each of its credentials. */
export interface Replaceable {
  readonly tokenId: string;
  readonly first: Credential;
  replace(wish?: Wish): Promise<Answer>;
  /** The credential that a replacement has shown. */
  shownIn(answer: Answer): Promise<Credential>;
}

/** `text` is the credential; `header` is what authenticates requests: itself, or an access token that was made from it. */
export interface Credential {
  readonly text: string;
  readonly header: string;
}

export const kinds = ['personal', 'service-account'] as const;

let accounts = 0;

export async function replaceable(app: TestApp, kind: (typeof kinds)[number]): Promise<Replaceable> {
  return kind === 'personal' ? personalToken(app) : serviceAccountToken(app);
}

async function personalToken(app: TestApp): Promise<Replaceable> {
  const person = await app.register('manager');
  const { personal, access, tokenId } = await app.tokensOf(person);
  const headers = await app.signIn(person);
  return {
    tokenId,
    first: { text: personal, header: `Bearer ${access}` },
    replace: (body) => app.request('POST', `/v1/tokens/${tokenId}/rotate`, { headers, body }),
    shownIn: async ({ body }) => ({ text: body.credential, header: `Bearer ${await app.exchange(body.credential)}` }),
  };
}

async function serviceAccountToken(app: TestApp): Promise<Replaceable> {
  const headers = await app.signIn();
  await app.request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 50 } });
  accounts += 1;
  const made = await app.request('POST', '/v1/service-accounts', { headers, body: { name: `robot ${accounts}`, role: 'manager' } });
  const { credential, serviceAccount } = made.body;
  const shown = (text: string) => ({ text, header: `Token ${text}` });
  const { items } = (await app.request('GET', `/v1/tokens?ownerId=${serviceAccount.id}`, { headers })).body;
  return {
    tokenId: items[0].id,
    first: shown(credential),
    replace: (body) => app.request('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, { headers, body }),
    shownIn: async ({ body }) => shown(body.credential),
  };
}

/** The types and members of what happened to the token since it was issued. */
export async function historyOf(app: TestApp, tokenId: string): Promise<Record<string, unknown>[]> {
  const events = await app.store.readStream(`token-${tokenId}`);
  return events.slice(1).map(({ type, data }) => ({ type, ...data }));
}

/** Waits until the server has recorded that the newest credential was used. */
export const recordedUse = (app: TestApp, tokenId: string): Promise<void> =>
  eventually(async () => {
    const types = (await historyOf(app, tokenId)).map(({ type }) => type);
    if (!types.includes('PreviousGenerationEnded')) throw new Error(`Only ${types.join(', ')} happened.`);
  });
