import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { ServerInProcess } from '../support/server-in-process.js';

describe('Somebody who is disabled and enabled again', () => {
  let server: ServerInProcess;
  beforeAll(async () => {
    server = await ServerInProcess.start();
  });
  afterAll(() => server.remove());

  const statusOf = async (path: string, init: RequestInit = {}) => (await fetch(server.url + path, init)).status;
  const exchange = (refresh: string) =>
    statusOf('/api/token/refresh', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refresh }) });

  const redeem = (secret: string, newPassword: string) => {
    const body = JSON.stringify({ secret, newPassword });
    return statusOf('/v1/password-resets', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  };

  it('finds the tokens of programs working, and has to sign in anew, also after a restart', async () => {
    const [owner, email] = [await Client.signIn(server), 'ada@example.org'];
    const id = await owner.registerPerson(email, 'manager');
    const ada = await Client.signIn(server, email);
    const { credential } = (await ada.request('POST', '/v1/tokens', { kind: 'personal' })).body;
    const { link } = (await owner.request('POST', `/v1/users/${id}/password-reset`)).body;
    const uses = async () => [(await ada.request('GET', '/v1/users/me')).status, await exchange(credential)];

    expect(await uses()).toEqual([200, 200]);
    expect((await owner.request('POST', `/v1/users/${id}/disable`)).status).toBe(200);
    expect(await uses()).toEqual([401, 401]);
    expect((await owner.request('POST', `/v1/users/${id}/enable`)).status).toBe(200);
    expect(await uses()).toEqual([401, 200]);
    expect(await redeem(link.split('#')[1], 'a-kettle-on-the-hill')).toBe(403);

    await server.restart();
    expect(await uses()).toEqual([401, 200]);
    expect(await redeem(link.split('#')[1], 'a-kettle-on-the-hill')).toBe(403);
    const again = await Client.signIn(server, email);
    expect((await again.request('GET', '/v1/sessions')).body.items).toHaveLength(1);
  });
});
