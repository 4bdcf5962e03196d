import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/tokens/{id}', () => {
  const app = runningApp();

  describe('answers 204', () => {
    it('and the very next use is refused, again and again (SR-32)', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { personal, access, tokenId } = await app().tokensOf();
        const session = await app().signIn();
        const answer = await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: session });
        expect(answer.status).toBe(204);
        expect(answer.headers['keyledger-position']).toEqual(position);
        expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
        expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
      }
    });

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

  describe('answers 403', () => {
    it('to an administrator for the token of an owner', async () => {
      const { tokenId, access } = await app().tokensOf();
      const headers = await app().signIn(await app().register('administrator'));
      expectProblem(await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers }), 403, 'role/above-own');
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
    });
  });

  describe('answers 404', () => {
    it('to the owner of one organization for every token of the other', async () => {
      const { owner } = await app().secondOrganization();
      const foreign = await app().tokensOf(owner);
      const answer = await app().request('DELETE', `/v1/tokens/${foreign.tokenId}`, { headers: await app().signIn() });
      expectProblem(answer, 404, 'token/not-found');
    });
  });
});

describe('/v1/tokens/{id} and every path below it', () => {
  const app = runningApp();

  describe('answers 404', () => {
    it.each([
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/reveal'],
      ['POST', '/renew'],
    ])('to %s …%s for a token of another organization, of a colleague, and for none', async (method, action) => {
      const { owner } = await app().secondOrganization();
      const [foreign, colleague] = [await app().tokensOf(owner), await app().tokensOf()];
      const headers = await app().signIn(await app().register('manager'));
      for (const id of [foreign.tokenId, colleague.tokenId, '00000000-0000-4000-8000-000000000000', '__proto__']) {
        expectProblem(await app().request(method, `/v1/tokens/${id}${action}`, { headers }), 404, 'token/not-found');
      }
      for (const { access } of [foreign, colleague]) {
        expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
      }
    });
  });
});
