import { describe, expect, it } from '@jest/globals';
import { FollowUps } from '#api/edge/follow-ups';
import { historyOf, recordedUse, replaceable } from '../support/overlaps.js';
import { runningApp } from '../support/running-app.js';

describe('The first use of a new credential, which ends the old one', () => {
  const app = runningApp();
  const untilUsed = { overlapSeconds: 3600, endsOnFirstUse: true };
  const never = Number.POSITIVE_INFINITY;
  const status = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status;
  const endings = async (tokenId: string) => (await historyOf(app(), tokenId)).filter(({ type }) => type === 'PreviousGenerationEnded');

  async function replaced() {
    const token = await replaceable(app(), 'service-account');
    const newest = await token.shownIn(await token.replace(untilUsed));
    return { tokenId: token.tokenId, old: token.first.header, newest: newest.header };
  }

  it('is answered though it cannot be recorded; until it is, the old one is good, and the record is tried again', async () => {
    const { tokenId, old, newest } = await replaced();
    app().dieAfter(app().appends());
    for (let uses = 0; uses < 3; uses += 1) expect(await status(newest)).toBe(200);
    await app().get(FollowUps).tryAgain();
    expect([await status(old), await endings(tokenId)]).toEqual([200, []]);
    app().dieAfter(never);
    await app().get(FollowUps).tryAgain();
    expect([await status(old), await status(newest)]).toEqual([401, 200]);
    expect(await endings(tokenId)).toEqual([
      {
        type: 'PreviousGenerationEnded',
        lookup: expect.any(String),
        generation: 1,
        ownerId: expect.any(String),
        reason: 'newest-used',
        by: 'system',
      },
    ]);
  });

  it('that a killed process did not record is recorded with the next one, and the old one is good until then', async () => {
    const { tokenId, old, newest } = await replaced();
    app().dieAfter(app().appends());
    expect(await status(newest)).toBe(200);
    await app().restart();
    expect([await status(old), await endings(tokenId)]).toEqual([200, []]);
    expect(await status(newest)).toBe(200);
    await recordedUse(app(), tokenId);
    expect(await status(old)).toBe(401);
    await app().restart();
    expect([await status(old), await status(newest)]).toEqual([401, 200]);
  });

  it('is recorded once, of however many at once and after', async () => {
    const { tokenId, newest } = await replaced();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => status(newest)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await recordedUse(app(), tokenId);
    for (let uses = 0; uses < 5; uses += 1) await status(newest);
    await app().get(FollowUps).tryAgain();
    expect(await endings(tokenId)).toHaveLength(1);
  });

  it('is none once the overlap is over by itself: nothing is recorded then', async () => {
    const { tokenId, newest } = await replaced();
    app().clock.advance(3600);
    for (let uses = 0; uses < 3; uses += 1) expect(await status(newest)).toBe(200);
    await app().get(FollowUps).tryAgain();
    expect(await endings(tokenId)).toEqual([]);
  });
});
