import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { networkOf } from '#api/edge/http/network';
import { routesOf } from '#api/edge/openapi/routes';
import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import { Passwords } from '#credentials/password';
import { PersonalData } from '#credentials/personal-data';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { heldRefusedAttempts } from '../../../support/held-refused-attempts.js';
import { runningApp } from '../../../support/running-app.js';

describe('Attempts that were refused', () => {
  const app = runningApp();
  let flush: () => Promise<void>;
  beforeAll(() => {
    flush = heldRefusedAttempts(app());
    // Windows in which attempts are counted end when a test says so, too.
    app().clock.stop();
  });
  const recorded = async () => {
    await flush();
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
    const sealed = expect.stringMatching(new RegExp(`^s1\\.user-${app().owner.id}\\.`));
    expect(ofOrganization?.data.attempts).toEqual([{ reason: 'revoked', tokenId, count: 31, source: sealed }]);
    expect(ofNobody?.data.attempts).toEqual([{ reason: 'unknown', tokenId: null, count: 5 }]);
    expect(JSON.stringify(ofOrganization?.data)).not.toContain('127.0.0');
  });

  it.each(['/v1/auth', '/v1/users/me', '/api/current-user/whoami'])('are counted once each at %s', async (path) => {
    const { access, tokenId } = await app().tokensOf();
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
    for (let i = 0; i < 3; i += 1) await app().request('GET', path, { headers: { authorization: `Bearer ${access}` } });
    const attempts = (await recorded()).flatMap(({ data }) => data.attempts as { tokenId: string }[]);
    expect(attempts.filter((attempt) => attempt.tokenId === tokenId)).toEqual([expect.objectContaining({ reason: 'revoked', count: 3 })]);
  });

  it('include what a role may not do, and stand in the activity log of the organization', async () => {
    const headers = await app().signIn(await app().register('annotator'));
    for (let i = 0; i < 3; i += 1) await app().request('GET', '/v1/users', { headers });
    await recorded();
    const { items } = (await app().request('GET', '/v1/activity?type=AttemptsRefused', { headers: await app().signIn() })).body;
    expect(items[0].details.attempts).toContainEqual({
      reason: 'permission/denied',
      tokenId: expect.any(String),
      count: 3,
      route: 'GET /v1/users',
    });
  });

  it('include a credential that stopped while its request waited', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const before = app().get(RefusedAttempts).totals.get('sign-ins-ended') ?? 0;
    const passwords = app().get(Passwords);
    const hash = passwords.hash.bind(passwords);
    jest.spyOn(passwords, 'hash').mockImplementationOnce(async (password) => {
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      return hash(password);
    });
    const body = { currentPassword: person.password, newPassword: 'another-long-and-quiet-river' };
    const answer = await app().request('PUT', '/v1/users/me/password', { headers, body });
    expect([answer.status, answer.body.code]).toEqual([401, 'credential/invalid']);
    expect(app().get(RefusedAttempts).totals.get('sign-ins-ended')).toBe(before + 1);
    const attempts = (await recorded()).flatMap(({ data }) => data.attempts as { reason: string; count: number }[]);
    expect(attempts.filter(({ reason }) => reason === 'sign-ins-ended')).toEqual([expect.objectContaining({ count: 1 })]);
  });

  it('name the route of every act that was denied, as it was declared and never as it was sent', async () => {
    const { access, tokenId } = await app().tokensOf(await app().register('annotator'));
    const routes = routesOf(app().get(DiscoveryService)).filter(({ path, access }) => path !== '/v1/auth' && access && 'roles' in access);
    const denied: string[] = [];
    for (const { method, path } of routes) {
      const sent = `${path.replace(/\{\w+\}/g, 'sent-id')}/?sent=query`;
      const { status } = await app().request(method, sent, { headers: { authorization: `Bearer ${access}` } });
      if (status === 403) denied.push(`${method} ${path}`);
    }
    expect(denied.length).toBeGreaterThan(25);
    const attempts = (await recorded()).flatMap(({ data }) => data.attempts as { route: string; tokenId: string }[]);
    const routesOfToken = attempts.filter((attempt) => attempt.tokenId === tokenId).map(({ route }) => route);
    expect(routesOfToken.sort()).toEqual(denied.sort());
    expect(JSON.stringify(attempts)).not.toMatch(/sent-id|sent=query/);
  });

  it.each([
    ['POST', '/v1/tokens', { kind: 'personal' }, 'permission/confirmation-required'],
    ['POST', '/v1/users', { email: 'x@example.com', role: 'administrator' }, 'permission/confirmation-required'],
    ['PATCH', '/v1/organization', { legacyTokensEnabled: true }, 'permission/confirmation-required'],
    ['GET', '/api/current-user/token', undefined, 'permission/confirmation-required'],
  ] as const)('include what a handler denies, as %s %s does to a credential of the API (SR-38)', async (method, path, body, reason) => {
    const { access, tokenId } = await app().tokensOf();
    const answer = await app().request(method, path, { headers: { authorization: `Bearer ${access}` }, body });
    expect(answer.status).toBe(403);
    const attempts = (await recorded()).flatMap(({ data }) => data.attempts as { reason: string; tokenId: string }[]);
    expect(attempts.filter((attempt) => attempt.tokenId === tokenId)).toEqual([expect.objectContaining({ reason, count: 1 })]);
  });

  it('include passwords that were to confirm a session and were wrong', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    for (let i = 0; i < 3; i += 1)
      await app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password: 'not-the-right-password' } });
    const attempts = (await recorded()).flatMap(({ data }) => data.attempts as { reason: string }[]);
    expect(attempts).toContainEqual(expect.objectContaining({ reason: 'password/wrong', count: 3 }));
  });

  it('include sign-ins that failed: the first of its kind in a minute on its own, the others by their number', async () => {
    const person = await app().register('manager');
    const tryToSignIn = () => app().request('POST', '/v1/sessions', { body: { email: person.email, password: 'not-the-right-password' } });
    for (let i = 0; i < 40; i += 1) await tryToSignIn();
    const of = (await recorded())
      .flatMap(({ data }) => data.attempts as { reason: string; userId?: string; count: number }[])
      .filter(({ userId }) => userId === person.id);
    const source = expect.any(String);
    expect(of).toEqual([
      { reason: 'sign-in/wrong-password', tokenId: null, count: 2, userId: person.id, source },
      { reason: 'sign-in/throttled', tokenId: null, count: 37, userId: person.id, source },
    ]);
    const failed = async () =>
      (await readEverything(app().get(EventStore), null)).filter(({ type, data }) => type === 'SignInFailed' && data.userId === person.id);
    expect(await failed()).toHaveLength(1);
    expect((await failed())[0].data.ip).toMatch(new RegExp(`^s1\\.user-${person.id}\\.`));
  });

  it('are counted on while they cannot be recorded', async () => {
    await flush();
    app().dieAfter(app().appends());
    for (let i = 0; i < 3; i += 1) await auth('Bearer unrecorded');
    await expect(flush()).rejects.toThrow();
    app().dieAfter(Number.POSITIVE_INFINITY);
    await auth('Bearer unrecorded');
    const last = (await recorded()).at(-1);
    expect(last?.data.attempts).toEqual([{ reason: 'unknown', tokenId: null, count: 4 }]);
  });

  it('show addresses to those alone who may open what is personal, and no longer once the person was erased', async () => {
    const person = await app().register('manager');
    const { access, tokenId } = await app().tokensOf(person);
    const headers = await app().signIn();
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    await auth(`Bearer ${access}`);
    await recorded();
    const listed = await app().request('GET', '/v1/activity?type=AttemptsRefused', { headers });
    expect(listed.text).toContain(tokenId);
    expect(listed.text).not.toMatch(/s1\.|127\.0\.0\.1/);
    const opened = async () => {
      const { text } = await app().request('GET', '/v1/activity/replay?opened=true', { headers });
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const line = lines.find(({ data }) => JSON.stringify(data).includes(tokenId) && data.attempts);
      const at = line.data.attempts.findIndex((attempt: { tokenId: string }) => attempt.tokenId === tokenId);
      return line.opened.attempts?.[at]?.source ?? null;
    };
    expect(await opened()).toBe('127.0.0.0/24');
    await app().request('POST', `/v1/users/${person.id}/erase`, { headers });
    expect(await opened()).toBeNull();
  });

  it('from one network count together, as they do where they are throttled', async () => {
    const attempts = app().get(RefusedAttempts);
    await flush();
    const before = (await recorded()).length;
    for (let i = 0; i < 3000; i += 1) {
      const ofNobody = { reason: 'unknown', organizationId: null, tokenId: null };
      attempts.note({ ...ofNobody, source: `2001:db8:1:2:${i.toString(16)}::1` });
      attempts.note({ ...ofNobody, source: `198.51.100.${i % 256}` });
      attempts.note({ ...ofNobody, source: `::ffff:198.51.100.${i % 256}` });
    }
    const [event, ...more] = (await recorded()).slice(before);
    expect(more).toEqual([]);
    expect((event.data.attempts as { count: number }[]).map(({ count }) => count)).toEqual([3000, 6000]);
    const sources = await app().get(PersonalData).open(String(event.data.sources), { stream: 'activity', field: 'sources' });
    expect(JSON.parse(sources as string)).toEqual(['2001:db8:1:2::/64', '198.51.100.0/24']);
    expect(['::1', '2001:DB8::7', '', 'others'].map(networkOf)).toEqual(['0:0:0:0::/64', '2001:db8:0:0::/64', '', 'others']);
  });

  it('name five hundred networks in a minute, and count the rest', async () => {
    const attempts = app().get(RefusedAttempts);
    await flush();
    const before = (await recorded()).length;
    for (let i = 0; i < 4000; i += 1) {
      const source = `10.${i >> 8}.${i & 255}.1`;
      attempts.note({ reason: 'unknown', source, organizationId: null, tokenId: null });
    }
    const counts = (await recorded()).slice(before).flatMap(({ data }) => data.attempts as { count: number }[]);
    expect(counts).toHaveLength(501);
    expect(
      counts
        .map(({ count }) => count)
        .sort((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([3500, 1]);
    const firstOnes = Array.from({ length: 600 }, (_, i) => {
      const of = { reason: 'sign-in/unknown-account', source: `10.${i >> 8}.${i & 255}.1`, organizationId: null, tokenId: null };
      return attempts.isFirst({ ...of, account: 'somebody' });
    });
    expect(firstOnes.filter(Boolean)).toHaveLength(500);
  });

  it('cost a few events, however many sources a flood has', async () => {
    const attempts = app().get(RefusedAttempts);
    await flush();
    for (let i = 0; i < 50_000; i += 1)
      attempts.note({ reason: 'unknown', source: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, organizationId: null, tokenId: null });
    // Records that follow the erasure and the end of the replay above may still be written meanwhile.
    const isOfFlood = ({ stream, type }: { stream: string; type: string }) => /^activity-/.test(stream) && type !== 'ActivityExportEnded';
    const onActivity = async () => (await readEverything(app().get(EventStore), null)).filter(isOfFlood);
    const before = (await onActivity()).length;
    const counts = (await recorded()).slice(-3).flatMap(({ data }) => data.attempts as { count: number }[]);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(50_000);
    expect((await onActivity()).length - before).toBeLessThanOrEqual(3);
  });
});
