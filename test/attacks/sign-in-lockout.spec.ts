import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Passwords } from '#credentials/password';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';
import { type Answer, ownerPassword, type Person } from '../support/test-app.js';

const hour = 3600;
const newPassword = 'another-wide-and-slow-river';
const rightOnes = new Set([ownerPassword, newPassword]);

describe('Somebody who guesses at an account from many networks', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
  let person: Person;
  beforeAll(() => app().clock.stop());
  beforeEach(async () => {
    person = await app().register('manager');
    // What is right costs nothing here, for hundreds of passwords are tried.
    jest.spyOn(app().get(Passwords), 'matches').mockImplementation(async (password, phc) => phc !== null && rightOnes.has(password));
  });

  const attempt = (ip: string, password: string, { email = person.email, device = '' } = {}) =>
    app().request('POST', '/v1/sessions', {
      body: { email, password },
      headers: { 'x-forwarded-for': ip, ...(device && { cookie: device }) },
    });
  const wrong = async (ip: string, tries: number, email = person.email) => {
    const statuses: number[] = [];
    for (let i = 0; i < tries; i += 1) statuses.push((await attempt(ip, 'not-the-right-password', { email })).status);
    return statuses;
  };
  const noticed = async () => (await readEverything(app().get(EventStore), null)).filter(({ type }) => type === 'SignInAttackNoticed');
  const deviceIn = ({ headers }: Answer) =>
    [headers['set-cookie']]
      .flat()
      .map((text) => String(text).split(';')[0])
      .find((text) => text.includes('device')) as string;
  /** Networks with tries of their own use them up. */
  const attack = async (networks: number, email = person.email) => {
    for (let i = 0; i < networks; i += 1) await wrong(`10.1.${i}.7`, 3, email);
  };

  it('keeps nobody out who comes from another: 90 networks with 10 wrong tries each, then the right password from a 91st', async () => {
    for (let i = 0; i < 90; i += 1) expect(await wrong(`10.0.${i}.7`, 10)).toEqual([401, 401, 401, ...Array(7).fill(429)]);
    expect((await attempt('10.0.200.1', person.password)).status).toBe(201);
    expect(await noticed()).toEqual([]);
  });

  it('has three tries of one network, and waits ever longer after them', async () => {
    const waits: number[] = [];
    await wrong('192.0.2.1', 2);
    for (let i = 0; i < 7; i += 1) {
      expect(await wrong(`192.0.2.${i + 1}`, 1)).toEqual([401]);
      const throttled = await attempt('192.0.2.99', person.password);
      expectProblem(throttled, 429, 'sign-in/throttled');
      waits.push(Math.round(Number(throttled.headers['retry-after']) / 60));
      app().clock.advance(Number(throttled.headers['retry-after']));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60]);
    expect((await attempt('192.0.2.99', person.password)).status).toBe(201);
  });

  it('from more than a hundred in an hour is an attack, is told, and shuts out new devices alone, for a minute each time', async () => {
    const device = deviceIn(await attempt('203.0.113.1', person.password));
    await attack(100);
    expect(await noticed()).toEqual([]);
    expect(await wrong('10.2.0.1', 1)).toEqual([401]);
    expect(await wrong('10.2.1.1', 2)).toEqual([401, 401]);
    const shut = await attempt('10.2.2.1', person.password);
    expectProblem(shut, 429, 'sign-in/throttled');
    expect(Number(shut.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(await noticed()).toMatchObject([{ data: { userId: person.id }, organizationId: person.organizationId }]);
    expect((await attempt('10.2.3.1', person.password, { device })).status).toBe(201);
    app().clock.advance(Number(shut.headers['retry-after']));
    expect((await attempt('10.2.2.1', person.password)).status).toBe(201);
    const headers = await app().signIn();
    const seen = await app().request('GET', `/v1/activity?type=SignInAttackNoticed&subject=${person.id}`, { headers });
    expect(seen.body.items).toHaveLength(1);
  });

  it('keeps nobody from a reset link, nor from signing in with what was set by it', async () => {
    const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
    await attack(100);
    await wrong('10.4.0.1', 4);
    expect((await attempt('10.4.1.1', person.password)).status).toBe(429);
    const redeemed = await app().request('POST', '/v1/password-resets', {
      body: { secret: body.link.split('#')[1], newPassword },
      headers: { 'x-forwarded-for': '10.4.1.1' },
    });
    expect(redeemed.status).toBe(204);
    expect((await attempt('10.4.1.1', newPassword)).status).toBe(429);
    expect((await attempt('10.4.1.1', newPassword, { device: deviceIn(redeemed) })).status).toBe(201);
  });

  it('is told of an account that nobody has as of one that somebody has, and once an hour', async () => {
    const email = 'nobody-at-all@example.org';
    const before = (await noticed()).length;
    await attack(101, email);
    await wrong('10.3.0.1', 5, email);
    expect((await noticed()).slice(before)).toMatchObject([{ data: { userId: null }, organizationId: null }]);
    app().clock.advance(hour - 120);
    await wrong('10.3.1.1', 1, email);
    expect(await noticed()).toHaveLength(before + 1);
  });

  it('is one network within a /24, and within a /48 never more than nine', async () => {
    for (let i = 0; i < 3; i += 1) expect(await wrong(`198.51.100.${i}`, 1)).toEqual([401]);
    expect(await wrong('198.51.100.200', 1)).toEqual([429]);
    expect(await wrong('::ffff:198.51.100.201', 1)).toEqual([429]);
    const right: number[] = [];
    for (let i = 0; i < 40; i += 1) right.push(...(await wrong(`2001:db8:7:${i.toString(16)}::1`, 3)));
    expect(right.filter((status) => status === 401)).toHaveLength(9 * 3);
    expect(await wrong('2001:0DB8:0007:0000:0000:0000:0000:0002', 1)).toEqual([429]);
  });
});
