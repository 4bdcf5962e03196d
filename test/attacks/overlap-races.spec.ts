import { describe, expect, it } from '@jest/globals';
import { FollowUps } from '#api/edge/follow-ups';
import { eventually } from '../support/eventually.js';
import { historyOf, kinds, type Replaceable, replaceable } from '../support/overlaps.js';
import { runningApp } from '../support/running-app.js';
import type { Answer } from '../support/test-app.js';

/** What somebody else does is done right before the append, so that the ledger decides again on what it finds then. */
describe('Racing with an overlap', () => {
  const app = runningApp();
  const hour = { overlapSeconds: 3600 };
  const untilUsed = { ...hour, endsOnFirstUse: true };
  const isGood = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status === 200;
  const typesOf = async ({ tokenId }: Replaceable) => (await historyOf(app(), tokenId)).map(({ type }) => type);
  const revoke = async ({ tokenId }: Replaceable) => app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
  const shownBy = async (token: Replaceable, answer: Answer) => (await token.shownIn(answer)).header;

  it('a rotation that another one overtakes is refused, and two credentials are good', async () => {
    const token = await replaceable(app(), 'personal');
    let overtaking: Answer | undefined;
    app().interruptBefore('TokenRotated', async () => {
      overtaking = await token.replace(hour);
    });
    const overtaken = await token.replace({ overlapSeconds: 60 });
    expect([overtaken.status, overtaken.body.code, overtaking?.status]).toEqual([409, 'token/superseded', 200]);
    expect([await isGood(token.first.header), await isGood(await shownBy(token, overtaking as Answer))]).toEqual([true, true]);
  });

  it.each(kinds)(
    'many that replace a %s token at once leave two good credentials at most: the newest, and the one before',
    async (kind) => {
      const token = await replaceable(app(), kind);
      const headers = await Promise.all(Array.from({ length: 6 }, () => token.replace(hour)));
      const shown = await Promise.all(headers.filter(({ status }) => status === 200).map((answer) => shownOr(token, answer)));
      const good = [];
      for (const header of [token.first.header, ...shown]) if (header !== null && (await isGood(header))) good.push(header);
      expect(good).toHaveLength(2);
    },
  );
  /** What was replaced meanwhile cannot be exchanged any more. */
  const shownOr = (token: Replaceable, answer: Answer) => shownBy(token, answer).catch(() => null);

  it('a reset that another one overtakes replaces what that one made, and the oldest ends at once', async () => {
    const token = await replaceable(app(), 'service-account');
    let overtaking: Answer | undefined;
    app().interruptBefore('TokenRotated', async () => {
      overtaking = await token.replace(hour);
    });
    const overtaken = await token.replace(hour);
    const headers = [token.first.header, await shownBy(token, overtaking as Answer), await shownBy(token, overtaken)];
    expect(await Promise.all(headers.map(isGood))).toEqual([false, true, true]);
    expect(overtaken.body.previous).toMatchObject({ generation: 2 });
  });

  it('a first use that a reset overtakes ends nothing: it was the use of what is the older one by then', async () => {
    const token = await replaceable(app(), 'service-account');
    const second = await shownBy(token, await token.replace(untilUsed));
    let third: Answer | undefined;
    app().interruptBefore('PreviousGenerationEnded', async () => {
      third = await token.replace(hour);
    });
    expect(await isGood(second)).toBe(true);
    await eventually(() => expect(third?.status).toBe(200));
    await app().get(FollowUps).tryAgain();
    expect([await isGood(token.first.header), await isGood(second), await isGood(await shownBy(token, third as Answer))]).toEqual([
      false,
      true,
      true,
    ]);
    expect(await typesOf(token)).toEqual(['TokenRotated', 'TokenRotated']);
  });

  it('a first use during a reset ends what it was to end, and the reset begins an overlap of its own', async () => {
    const token = await replaceable(app(), 'service-account');
    const second = await shownBy(token, await token.replace(untilUsed));
    app().interruptBefore('TokenRotated', async () => {
      expect(await isGood(second)).toBe(true);
      await eventually(async () => expect(await typesOf(token)).toContain('PreviousGenerationEnded'));
    });
    const third = await shownBy(token, await token.replace(hour));
    expect([await isGood(token.first.header), await isGood(second), await isGood(third)]).toEqual([false, true, true]);
    expect(await typesOf(token)).toEqual(['TokenRotated', 'PreviousGenerationEnded', 'TokenRotated']);
  });

  it.each(kinds)('a revocation during the replacement of a %s token leaves no old credential good', async (kind) => {
    const token = await replaceable(app(), kind);
    app().interruptBefore('TokenRotated', () => revoke(token));
    const answer = await token.replace(hour);
    expect(answer.status).toBe(kind === 'personal' ? 409 : 200);
    expect(await isGood(token.first.header)).toBe(false);
    if (kind === 'service-account') expect(answer.body.previous).toBeNull();
  });

  it.each(kinds)('a revocation that a replacement of a %s token overtakes ends both', async (kind) => {
    const token = await replaceable(app(), kind);
    let newest = '';
    app().interruptBefore('TokenRevoked', async () => {
      newest = await shownBy(token, await token.replace(hour));
    });
    expect((await revoke(token)).status).toBe(204);
    expect([await isGood(token.first.header), await isGood(newest)]).toEqual([false, false]);
  });

  it('a revocation during the recording of a first use leaves nothing to record', async () => {
    const token = await replaceable(app(), 'service-account');
    const second = await shownBy(token, await token.replace(untilUsed));
    let revocation: Answer | undefined;
    app().interruptBefore('PreviousGenerationEnded', async () => {
      revocation = await revoke(token);
    });
    expect(await isGood(second)).toBe(true);
    await eventually(() => expect(revocation?.status).toBe(204));
    await app().get(FollowUps).tryAgain();
    expect([await isGood(token.first.header), await isGood(second)]).toEqual([false, false]);
    expect(await typesOf(token)).toEqual(['TokenRotated', 'TokenRevoked']);
  });
});
