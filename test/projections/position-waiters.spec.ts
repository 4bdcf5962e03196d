import { describe, expect, it } from '@jest/globals';
import { PositionWaiters } from '#projections/position-waiters';
import { keepBusy } from '../support/keep-busy.js';

const withinMs = 100;

describe('A caller that waits for a position of the log', () => {
  it('is told that it was not reached once the limit has passed', async () => {
    const waiters = new PositionWaiters();
    const waiting = waiters.until(2n, withinMs);
    waiters.reached(1n);
    expect(await waiting).toBe(false);
    expect(waiters.areThere).toBe(false);
  });

  it('is told that it was reached, though the process was held up for longer than the limit before it could read the log', async () => {
    const waiters = new PositionWaiters();
    const waiting = waiters.until(2n, withinMs);
    keepBusy(2 * withinMs);
    // Two turns of the event loop, as a read takes: in the first of them the limit is noticed.
    setTimeout(() => setTimeout(() => waiters.reached(2n)));
    expect(await waiting).toBe(true);
    expect(waiters.areThere).toBe(false);
  });
});
