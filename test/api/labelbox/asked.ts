import { makeKey } from '../../support/api-keys.js';
import type { Answer, Person, TestApp } from '../../support/test-app.js';

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
  const { id, headers } = await makeKey(app, { role, ...more }, await app.signIn(person));
  const ask: Ask = (query, variables = null) => app.request('POST', '/graphql', { headers, body: { query, variables } });
  return { person, keyId: id, headers, ask };
}

/** Status and code of a refusal; the answer itself where it is none. */
export const refusalOf = ({ status, body }: Answer) => (body?.errors ? [status, body.errors[0].extensions.code] : body);
