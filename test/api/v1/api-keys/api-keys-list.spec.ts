import { describe, expect, it } from '@jest/globals';
import { makeKey } from '../../../support/api-keys.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/api-keys', () => {
  const app = runningApp();
  const list = async (query: string, headers: Record<string, string>) => app().request('GET', `/v1/api-keys${query}`, { headers });

  describe('answers 200', () => {
    it('with the caller’s keys, also those that are over, and without any part of a secret', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn(person);
      const one = await makeKey(app(), { name: 'one', allowedIpCidrs: ['192.0.2.1'] }, headers);
      const two = await makeKey(app(), { name: 'two' }, headers);
      await app().request('DELETE', `/v1/api-keys/${two.id}`, { headers });
      const { status, body, text } = await list('', headers);
      expect(status).toBe(200);
      expect(body.items).toMatchObject([
        {
          id: one.id,
          name: 'one',
          role: 'annotator',
          state: 'active',
          stateReason: null,
          allowedIpCidrs: ['192.0.2.1'],
          createdBy: person.id,
        },
        { id: two.id, name: 'two', state: 'revoked', allowedIpCidrs: [] },
      ]);
      const { items, nextCursor } = (await list('?limit=1', headers)).body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([one.id]);
      expect((await list(`?limit=1&cursor=${nextCursor}`, headers)).body).toMatchObject({ items: [{ id: two.id }], nextCursor: null });
      for (const { credential } of [one, two]) expect(text).not.toContain(credential.split('.')[1]);
    });

    it('with everybody’s to those who oversee the organization, filtered as tokens are', async () => {
      const person = await app().register('annotator');
      const made = await makeKey(app(), { userEmail: person.email, name: 'for them' });
      const owner = await app().signIn();
      const ids = async (query: string) => (await list(query, owner)).body.items.map(({ id }: { id: string }) => id);
      expect(await ids('?scope=organization&limit=200')).toContain(made.id);
      expect(await ids(`?ownerId=${person.id}&state=active&q=THEM`)).toEqual([made.id]);
      expect(await ids(`?ownerId=${person.id}&state=revoked`)).toEqual([]);
    });
  });

  describe('answers 200 with details', () => {
    it('of who a key belongs to and who made it, of its last use, and of why it does not work', async () => {
      const person = await app().register('annotator');
      const made = await makeKey(app(), { userEmail: person.email });
      await app().request('GET', '/v1/auth', { headers: made.headers });
      const owner = await app().signIn();
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
      const [key] = (await list(`?ownerId=${person.id}`, owner)).body.items;
      expect(key).toMatchObject({
        owner: { kind: 'user', id: person.id, email: person.email },
        creator: { kind: 'user', id: app().owner.id },
        lastUse: { at: expect.any(String), ip: null, userAgent: null },
        state: 'suspended',
        stateReason: 'owner-disabled',
      });
    });

    it('without a reason for a key that works from some addresses alone', async () => {
      const headers = await app().signIn(await app().register('annotator'));
      await makeKey(app(), { allowedIpCidrs: ['192.0.2.1'] }, headers);
      expect((await list('', headers)).body.items).toMatchObject([{ state: 'active', stateReason: null }]);
    });
  });

  describe('answers 400', () => {
    it('for a filter that no key matches, whatever its kind', async () => {
      expectProblem(await list('?ownerKind=service-account', await app().signIn()), 400, 'request/invalid', ['ownerKind']);
      expectProblem(await list('?kind=legacy', await app().signIn()), 400, 'request/invalid', ['kind']);
    });
  });

  describe('answers 403', () => {
    it('to who asks for the keys of others without overseeing them', async () => {
      const headers = await app().signIn(await app().register('manager'));
      expectProblem(await list('?scope=organization', headers), 403, 'permission/denied');
    });
  });
});

describe('GET /v1/api-keys/{id}', () => {
  const app = runningApp();
  const get = (id: string, headers: Record<string, string>) => app().request('GET', `/v1/api-keys/${id}`, { headers });

  describe('answers 200', () => {
    it('with one key and its entity tag, which a use does not change', async () => {
      const { id, headers } = await makeKey(app());
      const before = await get(id, headers);
      const after = await get(id, headers);
      expect(after.body).toMatchObject({ id, state: 'active', lastUsedAt: expect.any(String) });
      expect(after.headers.etag).toBe(before.headers.etag);
    });
  });

  describe('answers 404', () => {
    it('for somebody else’s key, a token that is none, and a key of another organization', async () => {
      const headers = await app().signIn(await app().register('manager'));
      const { id } = await makeKey(app());
      const { owner } = await app().secondOrganization();
      const foreign = await makeKey(app(), {}, await app().signIn(owner));
      const { tokenId } = await app().tokensOf();
      expectProblem(await get(id, headers), 404, 'token/not-found');
      for (const other of [foreign.id, tokenId]) expectProblem(await get(other, await app().signIn()), 404, 'token/not-found');
    });
  });
});
