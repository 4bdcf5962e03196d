import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { runningApp } from '../../../support/running-app.js';

const day = 86_400;

describe('A session', () => {
  const app = runningApp();
  const status = async (headers: { cookie: string }) => (await app().request('GET', '/v1/users/me', { headers })).status;

  /** Uses the session, and waits until the use is recorded, which no request does. */
  async function use(headers: { cookie: string }): Promise<void> {
    const usedAt = app().clock.now().toISOString();
    expect(await status(headers)).toBe(200);
    await eventually(async () => {
      const { items } = (await app().request('GET', '/v1/sessions', { headers })).body;
      const { lastSeenAt } = items.find(({ current }: { current: boolean }) => current);
      expect(lastSeenAt >= usedAt).toBe(true);
    });
  }

  it('survives a restart', async () => {
    const headers = await app().signIn();
    await app().restart();
    expect(await status(headers)).toBe(200);
  });

  it('that has ended stays ended after a restart', async () => {
    const headers = await app().signIn();
    await app().request('DELETE', '/v1/sessions/current', { headers });
    await app().restart();
    expect(await status(headers)).toBe(401);
  });

  it('is over after five days without use, and goes on while it is used', async () => {
    const [used, idle] = [await app().signIn(), await app().signIn()];
    for (let i = 0; i < 2; i += 1) {
      app().clock.advance(4 * day);
      await use(used);
    }
    expect(await status(idle)).toBe(401);
  });

  it('is over after two weeks, however much it is used', async () => {
    const headers = await app().signIn();
    for (let i = 0; i < 6; i += 1) {
      app().clock.advance(2 * day);
      await use(headers);
    }
    app().clock.advance(2 * day);
    expect(await status(headers)).toBe(401);
  });

  it('is not kept alive by its use being recorded each time', async () => {
    const headers = await app().signIn();
    for (let i = 0; i < 20; i += 1) await status(headers);
    const { items } = (await app().request('GET', '/v1/activity?type=SessionSeen', { headers })).body;
    expect(items.length).toBeLessThan(10);
  });
});
