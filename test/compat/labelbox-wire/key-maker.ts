import type { Person, TestApp } from '../../support/app.js';
import { LabelboxClient } from './sdk-client.js';

/** Who has a key, the key, and a client that uses it. */
export interface Keyed {
  readonly person: Person;
  readonly id: string;
  readonly credential: string;
  readonly client: LabelboxClient;
}

/** A first key of the person, made in a session, as everybody gets theirs. */
export async function keyed(app: TestApp, url: string, person: Person, role: string): Promise<Keyed> {
  const body = { name: 'first key', role, validitySeconds: 86_400 };
  const answer = await app.request('POST', '/v1/api-keys', { headers: await app.signIn(person), body });
  if (answer.status !== 201) throw new Error(`Making a key answered ${answer.status}: ${answer.text}`);
  const { apiKey, credential } = answer.body;
  return { person, id: apiKey.id, credential, client: new LabelboxClient(url, credential) };
}
