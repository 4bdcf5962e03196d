import { describe, expect, it } from '@jest/globals';
import { legacyTokenId } from '#api/features/tokens/legacy-token-id';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

/** An administrator takes the account of somebody who becomes an owner later, by a reset link that never ends. */
describe('An administrator who steers where a reset link is written (SR-11, SR-36)', () => {
  const app = runningApp();
  const key = (name: string) => ({ 'idempotency-key': name });
  const post = async (path: string, by: Person, sent: { headers?: Record<string, string>; body?: unknown } = {}) =>
    app().request('POST', path, { headers: { ...(await app().signIn(by)), ...sent.headers }, body: sent.body });
  const secretIn = (link: string) => link.split('#')[1];

  it('cannot have it made on the stream of the own legacy token', async () => {
    await app().enableLegacyTokens();
    const [thief, victim] = [await app().register('administrator'), await app().register('annotator')];
    const steered = { headers: key('steer'), body: { kind: 'legacy' } };
    const asked = await post(`/v1/users/${victim.id}/password-reset`, thief, steered);
    expect(asked).toMatchObject({ status: 400, body: { code: 'request/invalid', members: { kind: [expect.any(String)] } } });

    // The legacy token is nobody else's matter: its stream is as empty as before.
    const own = await post('/v1/tokens', thief, { body: { kind: 'legacy' } });
    expect(own.body.token).toMatchObject({ id: legacyTokenId(thief.organizationId, thief.id), kind: 'legacy', expiresAt: null });
  });

  it('gets with a key a link whose id follows from nothing, and which a renewal does not touch', async () => {
    await app().enableLegacyTokens();
    const [thief, victim] = [await app().register('administrator'), await app().register('annotator')];
    for (const [name, body] of [
      ['absent', undefined],
      ['empty', {}],
    ] as const) {
      const made = await post(`/v1/users/${victim.id}/password-reset`, thief, { headers: key(name), body });
      expect(made.status).toBe(201);
      expect((await post('/api/current-user/reset-token', thief)).status).toBe(201);
      app().clock.advance(3601);
      const redeemed = await app().request('POST', '/v1/password-resets', {
        body: { secret: secretIn(made.body.link), newPassword: 'quiet rivers run far away' },
      });
      expect(redeemed.body).toMatchObject({ status: 403, code: 'password-reset/invalid' });
    }
  });

  it.each([
    ['/v1/users', { email: 'steered@example.com', role: 'manager' }],
    ['/v1/service-accounts', { name: 'steered', role: 'manager' }],
    ['/v1/verifiers', { name: 'steered' }],
  ])('cannot choose the id of anything else that is created, at %s', async (path, body) => {
    const thief = await app().register('administrator');
    for (const kind of ['legacy', 'password-reset']) {
      const answer = await post(path, thief, { headers: key(`steer-${kind}`), body: { ...body, kind, id: thief.id } });
      expect(answer.body).toMatchObject({ status: 400, code: 'request/invalid', members: { kind: [expect.any(String)] } });
    }
    const made = await post(path, thief, { headers: key('steer-legacy'), body });
    expect(made.status).toBe(201);
    const { id } = made.body.serviceAccount ?? made.body.verifier ?? made.body;
    expect([thief.id, legacyTokenId(thief.organizationId, thief.id)]).not.toContain(id);
  });

  it('leaves no trace of a refused body behind the key: the right one is done with it', async () => {
    const thief = await app().register('administrator');
    expect((await post('/v1/tokens', thief, { headers: key('again'), body: { kind: 'personal', id: thief.id } })).status).toBe(400);
    expect((await post('/v1/tokens', thief, { headers: key('again'), body: { kind: 'personal' } })).status).toBe(201);
  });

  it('revokes nothing by asking what would be revoked', async () => {
    const [thief, victim] = [await app().register('administrator'), await app().register('annotator')];
    const { access } = await app().tokensOf(victim);
    for (const [query, body] of [
      ['?dryRun=true', undefined],
      ['', { dryRun: true }],
    ] as const) {
      const answer = await post(`/v1/users/${victim.id}/revoke-tokens${query}`, thief, { body });
      expect(answer.body).toMatchObject({ status: 400, code: 'request/invalid', members: { dryRun: [expect.any(String)] } });
    }
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
  });
});
