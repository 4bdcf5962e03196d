import { makeKey } from '../../support/api-keys.js';
import type { Person, TestApp } from '../../support/test-app.js';
import { LabelboxClient } from './labelbox-client.js';

/** Who has a key, the key, and a client that uses it. */
export interface Keyed {
  readonly person: Person;
  readonly id: string;
  readonly credential: string;
  readonly client: LabelboxClient;
}

/** A first key of the person, made in a session, as everybody gets theirs. */
export async function keyed(app: TestApp, url: string, person: Person, role: string): Promise<Keyed> {
  const { id, credential } = await makeKey(app, { role }, await app.signIn(person));
  return { person, id, credential, client: new LabelboxClient(url, credential) };
}
