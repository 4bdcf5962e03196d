import { describe, expect, it } from '@jest/globals';
import { RefusedAttempts } from '#api/activity/refused-attempts';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';

describe('Attempts that were refused', () => {
  const app = runningApp();
  const recorded = async () => {
    await app().get(RefusedAttempts).flush();
    const events = await readEverything(app().get(EventStore), null);
    return events.filter(({ type }) => type === 'AttemptsRefused');
  };
  const auth = (authorization: string) => app().request('GET', '/v1/auth', { headers: { authorization } });

  it('are counted by reason, source and token, and recorded together', async () => {
    const { access, personal, tokenId } = await app().tokensOf();
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
    for (let i = 0; i < 30; i += 1) await auth(`Bearer ${access}`);
    for (let i = 0; i < 5; i += 1) await auth('Bearer nonsense');
    await app().request('POST', '/api/token/refresh', { body: { refresh: personal } });
    const [ofOrganization, ofNobody] = [
      (await recorded()).find(({ organizationId }) => organizationId !== null),
      (await recorded()).find(({ organizationId }) => organizationId === null),
    ];
    expect(ofOrganization?.data.attempts).toEqual([{ reason: 'revoked', tokenId, count: 31 }]);
    expect(ofNobody?.data.attempts).toEqual([{ reason: 'unknown', tokenId: null, count: 5 }]);
    expect(JSON.stringify(ofOrganization?.data)).not.toContain('127.0.0.1');
  });

  it('include what a role may not do, and stand in the activity log of the organization', async () => {
    const headers = await app().signIn(await app().register('annotator'));
    for (let i = 0; i < 3; i += 1) await app().request('GET', '/v1/users', { headers });
    await recorded();
    const { items } = (await app().request('GET', '/v1/activity?type=AttemptsRefused', { headers: await app().signIn() })).body;
    expect(items[0].details.attempts).toContainEqual({ reason: 'permission/denied', tokenId: expect.any(String), count: 3 });
  });

  it('include sign-ins that were throttled, which write no event each', async () => {
    const person = await app().register('manager');
    for (let i = 0; i < 40; i += 1)
      await app().request('POST', '/v1/sessions', { body: { email: person.email, password: 'not-the-right-password' } });
    const throttled = (await recorded())
      .flatMap(({ data }) => data.attempts as { reason: string; count: number }[])
      .filter(({ reason }) => reason === 'sign-in/throttled');
    expect(throttled).toEqual([{ reason: 'sign-in/throttled', tokenId: null, count: 30 }]);
    const failed = (await readEverything(app().get(EventStore), null)).filter(
      ({ type, data }) => type === 'SignInFailed' && data.userId === person.id,
    );
    expect(failed).toHaveLength(10);
  });

  it('cost a few events, however many sources a flood has', async () => {
    const attempts = app().get(RefusedAttempts);
    for (let i = 0; i < 50_000; i += 1)
      attempts.note({ reason: 'unknown', source: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, organizationId: null, tokenId: null });
    const before = (await readEverything(app().get(EventStore), null)).length;
    const counts = (await recorded()).slice(-26).flatMap(({ data }) => data.attempts as { count: number }[]);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(50_000);
    expect((await readEverything(app().get(EventStore), null)).length - before).toBeLessThanOrEqual(26);
  });
});
