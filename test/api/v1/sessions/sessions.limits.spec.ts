import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/sessions', () => {
  const app = runningApp();
  beforeAll(() => app().clock.stop());

  describe('answers 429', () => {
    const attempt = (email: string, password: string, cookie?: string) =>
      app().request('POST', '/v1/sessions', { body: { email, password }, ...(cookie && { headers: { cookie } }) });

    it('after three wrong passwords for one account from one network, with the time to wait, and records it', async () => {
      const person = await app().register('manager');
      const statuses = [];
      for (let i = 0; i < 5; i += 1) statuses.push((await attempt(person.email, 'not-the-right-password')).status);
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
      const throttled = await attempt(person.email, person.password);
      expectProblem(throttled, 429, 'sign-in/throttled');
      expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
      const other = await app().register('manager');
      expect((await attempt(other.email, other.password)).status).toBe(201);
    });

    it('to everybody but a browser that had signed in before: nobody locks a person out by guessing (SR-22)', async () => {
      const person = await app().register('manager');
      const signedIn = await attempt(person.email, person.password);
      const device = [signedIn.headers['set-cookie']]
        .flat()
        .map((text) => String(text).split(';')[0])
        .find((text) => text.includes('device')) as string;
      for (let i = 0; i < 4; i += 1) await attempt(person.email, 'not-the-right-password');
      expect((await attempt(person.email, person.password)).status).toBe(429);
      expect((await attempt(person.email, person.password, device)).status).toBe(201);
      for (let i = 0; i < 10; i += 1) expect((await attempt(person.email, 'not-the-right-password', device)).status).toBe(401);
      expect((await attempt(person.email, 'not-the-right-password', device)).status).toBe(429);
    });

    it('to a device cookie that was made up', async () => {
      const person = await app().register('manager');
      for (let i = 0; i < 4; i += 1) await attempt(person.email, 'not-the-right-password');
      expect((await attempt(person.email, person.password, 'keyledger_device=AAAA.BBBB')).status).toBe(429);
    });

    it('however the client says that it is called, and on the form too', async () => {
      const person = await app().register('manager');
      const headers = (i: number) => ({ 'x-forwarded-for': `10.0.0.${i}`, forwarded: `for=10.0.1.${i}`, 'x-real-ip': `10.0.2.${i}` });
      const form = (i: number, password: string) =>
        app().request('POST', '/user/login/', { headers: headers(i), form: { email: person.email, password } });
      const spelt = [person.email.toUpperCase(), ` ${person.email} `, person.email];
      for (let i = 0; i < 10; i += 1)
        await app().request('POST', '/v1/sessions', {
          headers: headers(i),
          body: { email: spelt[i % 3], password: 'not-the-right-password' },
        });
      const answer = await form(99, person.password);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    });

    it('never for right passwords, however many at once, on any way; and of wrong ones at once three are checked', async () => {
      const person = await app().register('manager');
      const atOnce = (count: number, send: () => Promise<{ status: number }>) =>
        Promise.all(Array.from({ length: count }, async () => (await send()).status));
      expect(await atOnce(8, () => attempt(person.email, person.password))).toEqual(Array.from({ length: 8 }, () => 201));
      const { cookie } = await app().signIn(person);
      const confirm = () =>
        app().request('POST', '/v1/sessions/current/confirm', { headers: { cookie }, body: { password: 'not-the-right-password' } });
      expect((await atOnce(14, confirm)).filter((status) => status !== 429)).toHaveLength(10);
      const form = { email: person.email, password: person.password };
      expect(await atOnce(5, () => app().request('POST', '/user/login', { form }))).toEqual(Array.from({ length: 5 }, () => 302));
      const wrong = await atOnce(12, () => attempt(person.email, 'not-the-right-password'));
      expect(wrong.sort()).toEqual([...Array.from({ length: 3 }, () => 401), ...Array.from({ length: 9 }, () => 429)]);
    });

    it('never for right passwords, however often', async () => {
      const person = await app().register('manager');
      for (let i = 0; i < 25; i += 1) expect((await attempt(person.email, person.password)).status).toBe(201);
    });
  });
});

describe('An attempt at a password that is not even tried', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
  beforeAll(() => app().clock.stop());
  const from = (address: string, email: string, password: string) =>
    app().request('POST', '/v1/sessions', { body: { email, password }, headers: { 'x-forwarded-for': address } });

  it('for there are too many of others, uses up nothing of the account', async () => {
    const person = await app().register('manager');
    const others = Array.from({ length: 80 }, (_, i) => from(`198.51.${i}.1`, `nobody-${i}@example.org`, 'not-the-right-password'));
    const attempts = Array.from({ length: 12 }, () => from('203.0.113.1', person.email, 'not-the-right-password'));
    expect(new Set((await Promise.all(attempts)).map(({ status }) => status))).toEqual(new Set([503]));
    await Promise.all(others);
    expect((await from('203.0.113.2', person.email, person.password)).status).toBe(201);
  });

  it('for its network has used up its own, uses up nothing of the account', async () => {
    const person = await app().register('manager');
    const wrong = (email: string) => from('192.0.2.1', email, 'not-the-right-password');
    for (let i = 0; i < 60; i += 1) expect((await wrong(`nobody-${i}@example.org`)).status).toBe(401);
    for (let i = 0; i < 12; i += 1) expectProblem(await wrong(person.email), 429, 'sign-in/throttled');
    expect((await from('192.0.3.2', person.email, person.password)).status).toBe(201);
  });
});

describe('Somebody who has as many sessions as one may have and signs in once more', () => {
  const app = runningApp({ KEYLEDGER_SESSIONS_PER_PERSON_MAX: '3', KEYLEDGER_SESSION_IDLE_SECONDS: '1000' });
  const isGood = async (headers: Record<string, string>) => (await app().request('GET', '/v1/users/me', { headers })).status === 200;

  it('loses the one that was unused longest, by the system and recorded', async () => {
    const person = await app().register('manager');
    const sessions: { cookie: string }[] = [];
    for (let n = 0; n < 3; n += 1) {
      sessions.push(await app().signIn(person));
      app().clock.advance(200);
    }
    // The session that began first is not the one that was unused for the longest time.
    expect(await isGood(sessions[0])).toBe(true);
    // No request waits until its use is recorded.
    const second = await eventually(async () => {
      const { items } = (await app().request('GET', '/v1/sessions', { headers: sessions[2] })).body;
      expect(items.at(-1).lastSeenAt > items.at(-2).lastSeenAt).toBe(true);
      return items.at(-2);
    });
    const fourth = await app().signIn(person);
    expect(await Promise.all([sessions[0], sessions[1], sessions[2], fourth].map(isGood))).toEqual([true, false, true, true]);
    const [ended] = (await app().request('GET', `/v1/activity?type=TokenRevoked&subject=${second.id}`, { headers: await app().signIn() }))
      .body.items;
    expect(ended).toMatchObject({
      stream: `token-${second.id}`,
      actor: { kind: 'system' },
      details: { reason: 'revoked', by: 'system', cause: 'unused' },
    });
  });

  it('loses none for those that are over already', async () => {
    const person = await app().register('manager');
    const first = await app().signIn(person);
    for (let n = 0; n < 5; n += 1) {
      await app().request('DELETE', '/v1/sessions/current', { headers: await app().signIn(person) });
    }
    expect((await app().request('GET', '/v1/sessions', { headers: first })).body.items).toHaveLength(1);
    expect(await isGood(first)).toBe(true);
    app().clock.advance(1100);
    const [one, two, three] = [await app().signIn(person), await app().signIn(person), await app().signIn(person)];
    expect(await Promise.all([first, one, two, three].map(isGood))).toEqual([false, true, true, true]);
  });

  it('never loses the one that just began, however many sign in at once', async () => {
    const person = await app().register('manager');
    // As many attempts at once as one network has at one account.
    for (let n = 0; n < 2; n += 1) await Promise.all(Array.from({ length: 3 }, () => app().signIn(person)));
    const last = await app().signIn(person);
    expect(await isGood(last)).toBe(true);
    expect((await app().request('GET', '/v1/sessions', { headers: last })).body.items).toHaveLength(3);
  });
});
