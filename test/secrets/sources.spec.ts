import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';

const canary = '203.0.113.77';

describe('From where somebody signed in', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
  const from = { 'x-forwarded-for': canary };
  const signIn = async (email: string, password: string) => {
    const answer = await app().request('POST', '/v1/sessions', { body: { email, password }, headers: from });
    const cookies = [answer.headers['set-cookie']].flat().map((cookie) => String(cookie).split(';', 1)[0]);
    return { id: answer.body.id, cookie: cookies.find((cookie) => cookie.includes('keyledger_session')) as string };
  };
  const activityOf = async (headers: Record<string, string>, type: string, subject: string) =>
    (await app().request('GET', `/v1/activity?type=${type}&subject=${subject}`, { headers })).body.items;

  it('is recorded of a session and of a redeemed link, sealed, and shown to the person alone', async () => {
    const person = await app().register('annotator');
    await app().request('POST', '/v1/sessions', { body: { email: person.email, password: 'not-the-right-password' }, headers: from });
    const owner = await app().signIn();
    const { body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: owner });
    const newPassword = 'another-wide-and-slow-river';
    const redeem = { secret: body.link.split('#')[1], newPassword };
    expect((await app().request('POST', '/v1/password-resets', { body: redeem, headers: from })).status).toBe(204);
    const { id, cookie } = await signIn(person.email, newPassword);

    const own = (type: string) => activityOf({ cookie }, type, person.id);
    expect((await own('TokenIssued')).find(({ stream }: { stream: string }) => stream === `token-${id}`).details.source).toBe(canary);
    expect((await own('SignInFailed'))[0].details.ip).toBe(canary);
    const all = await readEverything(app().get(EventStore), null);
    const redeemed = all.find(({ type, data }) => type === 'TokenRevoked' && data.reason === 'redeemed');
    expect(redeemed?.data.source).toMatch(new RegExp(`^s1\\.user-${person.id}\\.`));
    const link = String(redeemed?.stream).slice('token-'.length);
    expect((await activityOf({ cookie }, 'TokenRevoked', link))[0].details.source).toBe(canary);
    for (const type of ['TokenIssued', 'SignInFailed'])
      expect(JSON.stringify(await activityOf(owner, type, person.id))).not.toMatch(/203\.0\.113\.77|s1\./);

    await app().request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
    await app().request('POST', `/v1/users/${person.id}/erase`, { headers: owner });
    const { text } = await app().request('GET', '/v1/activity/replay?opened=true', { headers: owner });
    expect(text).not.toContain(canary);
  });

  it('stands nowhere in the clear', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : [path];
      });
    const written = files(app().directory);
    expect(written.length).toBeGreaterThan(3);
    expect(written.filter((path) => readFileSync(path).includes(canary))).toEqual([]);
  });
});
