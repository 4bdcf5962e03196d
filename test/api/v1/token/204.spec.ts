import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/tokens/{id} answers 204', () => {
  const app = runningApp();

  it('and the very next use is refused, again and again (SR-32)', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { personal, access, tokenId } = await app().tokensOf();
      const session = await app().signIn();
      const answer = await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: session });
      expect(answer.status).toBe(204);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
    }
  }, 60_000);

  it('again for a token that was revoked, with one event in the log', async () => {
    const { tokenId } = await app().tokensOf();
    const headers = await app().signIn();
    for (let i = 0; i < 3; i += 1) expect((await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers })).status).toBe(204);
    const { items } = (await app().request('GET', `/v1/activity?subject=${tokenId}&type=TokenRevoked`, { headers })).body;
    expect(items).toHaveLength(1);
  });

  it('to an access token that revokes the token behind it, and to an administrator for those not above', async () => {
    const person = await app().register('manager');
    const [own, other] = [await app().tokensOf(person), await app().tokensOf(person)];
    const headers = { authorization: `Bearer ${own.access}` };
    expect((await app().request('DELETE', `/v1/tokens/${own.tokenId}`, { headers })).status).toBe(204);
    expect((await app().request('DELETE', `/v1/tokens/${own.tokenId}`, { headers })).status).toBe(401);
    const administrator = await app().signIn(await app().register('administrator'));
    expect((await app().request('DELETE', `/v1/tokens/${other.tokenId}`, { headers: administrator })).status).toBe(204);
  });

  it("for a service account's token, which resetting replaces", async () => {
    const session = await app().signIn();
    const body = { name: 'robot', role: 'manager' };
    const { serviceAccount, credential } = (await app().request('POST', '/v1/service-accounts', { headers: session, body })).body;
    const listed = await app().request('GET', `/v1/tokens?ownerId=${serviceAccount.id}`, { headers: session });
    await app().request('DELETE', `/v1/tokens/${listed.body.items[0].id}`, { headers: session });
    const use = (text: string) => app().request('GET', '/v1/auth', { headers: { authorization: `Token ${text}` } });
    expect((await use(credential)).status).toBe(401);
    const reset = await app().request('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, { headers: session });
    expect((await use(reset.body.credential)).status).toBe(200);
  });
});
