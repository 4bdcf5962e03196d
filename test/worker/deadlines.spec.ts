import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';
import type { TestApp } from '../support/test-app.js';

const day = 86_400;

async function eventsOf(app: TestApp, type: string) {
  return (await readEverything(app.get(EventStore), null)).filter((event) => event.type === type);
}

describe('The expiry of a personal access token', () => {
  const app = runningApp();

  it('is recorded once, after the token was refused for a minute (SR-34)', async () => {
    const { tokenId, personal } = await app().tokensOf();
    await recordDue(app());
    app().clock.advance(365 * day + 1);
    await expect(app().exchange(personal)).rejects.toThrow('401');
    await recordDue(app());
    expect(await eventsOf(app(), 'TokenExpired')).toEqual([]);
    app().clock.advance(61);
    await eventually(async () => expect(await eventsOf(app(), 'TokenExpired')).toHaveLength(1));
    await recordDue(app());
    await recordDue(app());
    const [expired, ...more] = await eventsOf(app(), 'TokenExpired');
    expect(more).toEqual([]);
    expect(expired).toMatchObject({ stream: `token-${tokenId}`, actor: { kind: 'system', id: 'worker' } });
  });

  it('is not recorded when the clock jumps ahead for a moment and back', async () => {
    const { tokenId, personal } = await app().tokensOf();
    await recordDue(app());
    app().clock.advance(366 * day);
    await recordDue(app());
    app().clock.advance(-366 * day);
    await recordDue(app());
    app().clock.advance(61);
    await recordDue(app());
    await recordDue(app());
    expect((await eventsOf(app(), 'TokenExpired')).filter(({ stream }) => stream === `token-${tokenId}`)).toEqual([]);
    await app().exchange(personal);
  });

  it('is not recorded for a token that was revoked, nor for one that was rotated away', async () => {
    const session = await app().signIn();
    const [one, two] = [await app().tokensOf(), await app().tokensOf()];
    await app().request('DELETE', `/v1/tokens/${one.tokenId}`, { headers: session });
    app().clock.advance(300 * day);
    await app().request('POST', `/v1/tokens/${two.tokenId}/rotate`, { headers: await app().signIn() });
    const before = (await eventsOf(app(), 'TokenExpired')).length;
    app().clock.advance(100 * day);
    await recordDue(app());
    app().clock.advance(61);
    await recordDue(app());
    await recordDue(app());
    const streams = (await eventsOf(app(), 'TokenExpired')).slice(before).map(({ stream }) => stream);
    expect(streams).not.toContain(`token-${one.tokenId}`);
    expect(streams).not.toContain(`token-${two.tokenId}`);
  });
});
