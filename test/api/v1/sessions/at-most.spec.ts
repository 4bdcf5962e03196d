import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('Somebody who has as many sessions as one may have and signs in once more', () => {
  const app = runningApp({ KEYLEDGER_SESSIONS_PER_PERSON_MAX: '3', KEYLEDGER_SESSION_IDLE_SECONDS: '1000' });
  const isGood = async (headers: Record<string, string>) => (await app().request('GET', '/v1/users/me', { headers })).status === 200;

  it('loses the one that was unused longest, by the system and recorded', async () => {
    const person = await app().register('manager');
    const sessions = [];
    for (let n = 0; n < 3; n += 1) {
      sessions.push(await app().signIn(person));
      app().clock.advance(200);
    }
    // The first that began is not the one that was unused longest.
    expect(await isGood(sessions[0])).toBe(true);
    const [second] = (await app().request('GET', '/v1/sessions', { headers: sessions[2] })).body.items.slice(-2, -1);
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
    // As many at once as one network may try at one account.
    for (let n = 0; n < 2; n += 1) await Promise.all(Array.from({ length: 3 }, () => app().signIn(person)));
    const last = await app().signIn(person);
    expect(await isGood(last)).toBe(true);
    expect((await app().request('GET', '/v1/sessions', { headers: last })).body.items).toHaveLength(3);
  });
});
