import { describe, expect, it } from '@jest/globals';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/tokens', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('with the own tokens and their states, page by page, and never a part of a secret', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const ids = [];
      for (const name of ['one', 'two', 'three']) {
        const { token, credential } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name } }))
          .body;
        ids.push(token.id);
        expect((await app().request('GET', '/v1/tokens', { headers: session })).text).not.toContain(credential.split('.')[2]);
      }
      await app().request('DELETE', `/v1/tokens/${ids[1]}`, { headers: session });
      const { items, nextCursor } = (await app().request('GET', '/v1/tokens?limit=2', { headers: session })).body;
      const rest = (await app().request('GET', `/v1/tokens?limit=2&cursor=${nextCursor}`, { headers: session })).body;
      const seen = [...items, ...rest.items].map(({ name, state }) => `${name} ${state}`);
      expect(seen).toEqual(['one active', 'two revoked', 'three active']);
      expect(rest.nextCursor).toBeNull();
    });

    it('to auditors, administrators and owners with those of somebody else', async () => {
      const person = await app().register('manager');
      const { tokenId } = await app().tokensOf(person);
      for (const role of ['auditor', 'administrator', 'owner'] as const) {
        const headers = await app().signIn(await app().register(role));
        const { items } = (await app().request('GET', `/v1/tokens?ownerId=${person.id}`, { headers })).body;
        expect(items.map(({ id }: { id: string }) => id)).toEqual([tokenId]);
      }
    });

    it('with nothing of another organization', async () => {
      const { owner } = await app().secondOrganization();
      await app().tokensOf(owner);
      const { items } = (await app().request('GET', `/v1/tokens?ownerId=${owner.id}`, { headers: await app().signIn() })).body;
      expect(items).toEqual([]);
    });

    it('with the state that the clock and the settings give', async () => {
      const person = await app().register('manager');
      await app().tokensOf(person);
      const stateNow = async () => (await app().request('GET', '/v1/tokens', { headers: await app().signIn(person) })).body.items[0].state;
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      expect(await stateNow()).toBe('suspended');
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
      expect(await stateNow()).toBe('active');
      app().clock.advance(366 * 86_400);
      expect(await stateNow()).toBe('expired');
    });
  });
});

describe('POST /v1/tokens', () => {
  describe('answers 201', () => {
    const app = runningApp();

    it('with a personal access token and its credential, which is shown once', async () => {
      const session = await app().signIn();
      const answer = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name: 'laptop' } });
      expect(answer.status).toBe(201);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect(answer.headers['cache-control']).toBe('no-store');
      const { token, credential } = answer.body;
      expect(token).toEqual({
        id: uuid,
        kind: 'personal',
        name: 'laptop',
        generation: 1,
        previous: null,
        createdAt: isoTime,
        expiresAt: isoTime,
        lastUsedAt: null,
        state: 'active',
        ownerId: app().owner.id,
      });
      expect(credential).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
      for (const path of ['/v1/tokens', '/v1/activity', '/v1/activity/replay?opened=true', '/api/token/', '/v1/users/me']) {
        expect((await app().request('GET', path, { headers: session })).text).not.toContain(credential);
      }
    });

    it('for as long as the organization says, or for less when asked', async () => {
      const session = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: session, body: { personalAccessTokenTtlDays: 30 } });
      const whole = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } })).body.token;
      expect(Math.round((Date.parse(whole.expiresAt) - Date.parse(whole.createdAt)) / 86_400_000)).toBe(30);
      const expiresAt = new Date(app().clock.now().getTime() + 3_600_000).toISOString();
      const hour = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', expiresAt } })).body.token;
      expect(hour.expiresAt).toBe(`${expiresAt.slice(0, 19)}.000Z`);
    });

    it.each([1, 30, 59])(
      'to a client whose clock is %i seconds ahead, and that asks for the longest time there is: it gets that',
      async (ahead) => {
        app().clock.stop();
        const headers = await app().signIn();
        const { personalAccessTokenTtlDays: days } = (await app().request('GET', '/v1/organization', { headers })).body;
        const latestMs = app().clock.now().getTime() + days * 86_400_000;
        const expiresAt = new Date(latestMs + ahead * 1000).toISOString();
        const { status, body } = await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', expiresAt } });
        expect(status).toBe(201);
        expect(Date.parse(body.token.expiresAt)).toBeLessThanOrEqual(latestMs + 1000);
        expect(Date.parse(body.token.expiresAt)).toBeGreaterThan(latestMs - 1000);
      },
    );

    it('with a legacy token where they are switched on, which one request by another makes a personal one', async () => {
      await app().enableLegacyTokens();
      const person = await app().register('manager');
      const legacy = await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body: { kind: 'legacy' } });
      expect(legacy.status).toBe(201);
      expect(legacy.body.credential).toMatch(/^[0-9a-f]{40}$/);
      expect(legacy.body.token).toMatchObject({ kind: 'legacy', expiresAt: null, state: 'active' });
      const headers = { authorization: `Token ${legacy.body.credential}` };
      const personal = await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
      expect(personal.status).toBe(201);
      await app().exchange(personal.body.credential);
    });
  });
});
