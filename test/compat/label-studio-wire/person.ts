import type { Person, TestApp } from '../../support/test-app.js';

/** Somebody with one credential of each kind that the clients use. */
export interface Equipped {
  readonly person: Person;
  /** The header of a session whose password was checked a moment ago. */
  readonly session: { readonly cookie: string };
  readonly personal: string;
  readonly access: string;
  readonly legacy: string;
}

/** @param app must have legacy tokens switched on */
export async function equipped(app: TestApp, person: Person): Promise<Equipped> {
  const session = await app.signIn(person);
  const personal = (await app.request('POST', '/api/token/', { headers: session })).body.token;
  const legacy = (await app.request('GET', '/api/current-user/token', { headers: session })).body.token;
  return { person, session, personal, legacy, access: await app.exchange(personal) };
}

/** As the original keeps and lists a token: without its signature. */
export const asListed = (personal: string) => personal.split('.').slice(0, 2).join('.');
