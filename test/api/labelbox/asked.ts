import type { Answer, Person, TestApp } from '../../support/app.js';

/** Asks as somebody with an API key. */
export type Ask = (query: string, variables?: object | null) => Promise<Answer>;

/** Somebody with a key that was made in a session, and how that key asks. */
export interface Asker {
  readonly person: Person;
  readonly keyId: string;
  readonly headers: { readonly authorization: string };
  readonly ask: Ask;
}

export async function askerOf(app: TestApp, person: Person, role: string, more: object = {}): Promise<Asker> {
  const body = { name: 'key', role, validitySeconds: 86_400, ...more };
  const made = await app.request('POST', '/v1/api-keys', { headers: await app.signIn(person), body });
  if (made.status !== 201) throw new Error(`Making a key answered ${made.status}: ${made.text}`);
  const headers = { authorization: `Bearer ${made.body.credential}` };
  const ask: Ask = (query, variables = null) => app.request('POST', '/graphql', { headers, body: { query, variables } });
  return { person, keyId: made.body.apiKey.id, headers, ask };
}

/** Status and code of a refusal; the answer itself where it is none. */
export const refusalOf = ({ status, body }: Answer) => (body?.errors ? [status, body.errors[0].extensions.code] : body);
