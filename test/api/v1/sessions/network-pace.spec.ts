import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NetworkPace } from '#api/features/sessions/network-pace';

const minute = 60_000;
const hour = 60 * minute;

/** One wrong try at the account, if one is allowed. Returns how long the network must wait. */
function fail(pace: NetworkPace, network: string, nowMs: number, account = 'account'): number {
  const { waitMs, begin } = pace.admission(account, network, nowMs);
  if (waitMs === 0) begin()(true);
  return waitMs;
}

const network = (number: number) => `10.${number >> 8}.${number & 255}.0/24`;
const steps = fc.array(fc.record({ network: fc.nat(60), afterMs: fc.integer({ min: 0, max: 20 * minute }) }), { maxLength: 150 });

describe('The pace of networks at an account', () => {
  it('leaves a network that got nothing wrong in the last hour its three tries, whatever up to a hundred others do', () => {
    fc.assert(
      fc.property(steps, (attempts) => {
        const pace = new NetworkPace();
        const lastMs = new Map<number, number>();
        let nowMs = 0;
        for (const attempt of attempts) {
          nowMs += attempt.afterMs;
          if (fail(pace, network(attempt.network), nowMs) === 0) lastMs.set(attempt.network, nowMs);
        }
        for (let number = 0; number < 62; number += 1) {
          const isFresh = nowMs - (lastMs.get(number) ?? Number.NEGATIVE_INFINITY) >= hour;
          if (isFresh) expect([0, 0, 0].map(() => fail(pace, network(number), nowMs))).toEqual([0, 0, 0]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('never makes anybody wait for more than an hour, and lets them try once they have waited', () => {
    fc.assert(
      fc.property(steps, (attempts) => {
        const pace = new NetworkPace();
        let nowMs = 0;
        for (const attempt of attempts) {
          nowMs += attempt.afterMs;
          const waitMs = fail(pace, network(attempt.network), nowMs);
          expect(waitMs).toBeLessThanOrEqual(hour);
          if (waitMs > 0) expect(pace.admission('account', network(attempt.network), nowMs + waitMs).waitMs).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets no network get more wrong in a day than three an hour and what the first waits leave', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 * minute }), { maxLength: 1000 }), (afterMs) => {
        const pace = new NetworkPace();
        let nowMs = 0;
        let wrong = 0;
        for (const each of afterMs) {
          nowMs += each;
          if (fail(pace, network(1), nowMs) === 0) wrong += 1;
        }
        const hours = Math.ceil(nowMs / hour);
        expect(wrong).toBeLessThanOrEqual(9 + 3 * hours);
      }),
      { numRuns: 20 },
    );
  });

  it('does not count what was right, nor what could not be checked', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 500 }), (numbers) => {
        const pace = new NetworkPace();
        for (const number of numbers) {
          const { waitMs, isAttack, begin } = pace.admission('account', network(number), 0);
          expect({ waitMs, isAttack }).toEqual({ waitMs: 0, isAttack: false });
          begin()(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives a network three tries at once, however many are checked at the same time', () => {
    const pace = new NetworkPace();
    const begun = [];
    for (let i = 0; i < 10; i += 1) {
      const { waitMs, begin } = pace.admission('account', network(1), 0);
      if (waitMs === 0) begun.push(begin());
    }
    expect(begun).toHaveLength(3);
    for (const end of begun) end(true);
    expect(pace.admission('account', network(1), minute - 1).waitMs).toBe(1);
  });

  it('takes what other networks share for an attack once a hundred have failed, and forgets it after an hour', () => {
    const pace = new NetworkPace();
    for (let number = 0; number < 100; number += 1) fail(pace, network(number), 0);
    expect([100, 101, 102, 103].map((number) => fail(pace, network(number), 0))).toEqual([0, 0, 0, minute]);
    expect(pace.admission('account', network(104), 0).isAttack).toBe(true);
    expect(pace.admission('another account', network(104), 0)).toMatchObject({ isAttack: false, waitMs: 0 });
    expect(pace.admission('account', network(5), 0)).toMatchObject({ isAttack: false, waitMs: 0 });
    expect(pace.admission('account', network(104), hour)).toMatchObject({ isAttack: false, waitMs: 0 });
  });

  it('forgets how long a network has waited after a day without a failure', () => {
    const pace = new NetworkPace();
    for (let nowMs = 0; nowMs < 10 * hour; nowMs += minute) fail(pace, network(1), nowMs);
    const later = 10 * hour + 24 * hour;
    for (let i = 0; i < 3; i += 1) fail(pace, network(1), later);
    expect(fail(pace, network(1), later)).toBe(minute);
  });
});
