import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { randomOf } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { ServerProcess } from '../support/server-process.js';

const rounds = isFullRun ? 60 : 3;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly revoked: boolean;
}

describe('A server that is killed while a key is made by GraphQL', () => {
  it(`loses no key that was answered, and leaves one that can be deleted or none, in each of ${rounds} rounds`, async () => {
    const random = randomOf(7);
    const server = await ServerProcess.start();
    const body = { name: 'first', role: 'administrator', validitySeconds: 86_400 };
    const { credential } = (await (await Client.signIn(server)).request('POST', '/v1/api-keys', body)).body;
    const ask = async (key: string, query: string) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables: null }) });
      return { status: answer.status, data: JSON.parse(await answer.text()).data };
    };
    const listed = async (name: string): Promise<Listed[]> =>
      (await ask(credential, '{user{apiKeys{id name revoked}}}')).data.user.apiKeys.filter((key: Listed) => key.name === name);
    for (let round = 0; round < rounds; round += 1) {
      const name = `round ${round}`;
      const asked = ask(credential, `mutation{createApiKey(data: {name: "${name}"}){id jwt}}`).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, random(25)));
      await server.kill9();
      const answered = (await asked)?.data?.createApiKey;
      await server.restart();
      const [left, ...more] = await listed(name);
      expect(more).toEqual([]);
      if (answered)
        expect([left, (await ask(answered.jwt, '{user{id}}')).status]).toEqual([{ id: answered.id, name, revoked: false }, 200]);
      if (!left) continue;
      const { status } = await ask(credential, `mutation{updateApiKey(where: {id: "${left.id}"}, data: {revoked: true}){id}}`);
      expect([status, await listed(name)]).toEqual([200, [{ ...left, revoked: true }]]);
      if (answered) expect((await ask(answered.jwt, '{user{id}}')).status).toBe(401);
    }
    await server.remove();
  });
});
