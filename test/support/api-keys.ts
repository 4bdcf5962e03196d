import type { TestApp } from './app.js';

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
