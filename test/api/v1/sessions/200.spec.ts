import { describe, expect, it } from '@jest/globals';
import { isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/sessions answers 200', () => {
  const app = runningApp();

  it('with the own sessions that are not over, newest first, and which one asks', async () => {
    const person = await app().register('manager');
    const one = await app().signIn(person);
    const two = await app().signIn(person);
    const { items } = (await app().request('GET', '/v1/sessions', { headers: one })).body;
    expect(items.map(({ current }: { current: boolean }) => current)).toEqual([false, true]);
    expect(items[0]).toEqual({
      id: uuid,
      createdAt: isoTime,
      lastSeenAt: isoTime,
      confirmedAt: isoTime,
      expiresAt: isoTime,
      current: false,
    });
    await app().request('DELETE', '/v1/sessions/current', { headers: two });
    expect((await app().request('GET', '/v1/sessions', { headers: one })).body.items).toHaveLength(1);
  });

  it('page by page', async () => {
    const person = await app().register('manager');
    for (let i = 0; i < 4; i += 1) await app().signIn(person);
    const headers = await app().signIn(person);
    const list = async (query: string) => (await app().request('GET', `/v1/sessions?${query}`, { headers })).body;
    const whole = await list('limit=200');
    const first = await list('limit=3');
    const second = await list(`limit=3&cursor=${first.nextCursor}`);
    expect(whole.items).toHaveLength(5);
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.nextCursor).toBeNull();
  });
});
