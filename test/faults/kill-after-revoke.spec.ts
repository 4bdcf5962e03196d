import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { isFullRun } from '../support/full-run.js';
import { ServerProcess } from '../support/server-process.js';

/** What an owner can do that refuses a credential from the answer on. */
const endings = [
  (client: Client, { id }: { id: string }) => client.request('DELETE', `/v1/tokens/${id}`),
  (client: Client) => client.request('PATCH', '/v1/organization', { personalAccessTokensEnabled: false }),
  (client: Client, { id }: { id: string }) => client.request('POST', `/v1/tokens/${id}/rotate`),
];
const rounds = isFullRun ? 100 : endings.length;

describe('A server that is killed as soon as it has answered', () => {
  it(`accepts nothing afterwards that the answer had ended, in each of ${rounds} rounds (SR-31)`, async () => {
    const server = await ServerProcess.start();
    const auth = async (access: string) =>
      (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
    for (let round = 0; round < rounds; round += 1) {
      const client = await Client.signIn(server);
      await client.request('PATCH', '/v1/organization', { personalAccessTokensEnabled: true });
      const { credential, token } = (await client.request('POST', '/v1/tokens', { kind: 'personal' })).body;
      const { access } = (await client.request('POST', '/api/token/refresh', { refresh: credential })).body;
      expect(await auth(access)).toBe(200);
      const { status } = await endings[round % endings.length](client, token);
      await server.kill9();
      expect([200, 204]).toContain(status);
      await server.restart();
      expect(`round ${round} ${await auth(access)}`).toBe(`round ${round} 401`);
      expect((await client.request('POST', '/api/token/refresh', { refresh: credential })).status).toBe(401);
    }
    await server.remove();
  });
});
