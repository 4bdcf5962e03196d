import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '#event-store/clock';

describe("The machine's clock", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('never goes back while the process lives: what was seen as expired does not revive (SR-17)', () => {
    const clock = new SystemClock();
    const times = [1_000, 5_000, 2_000, 0, 6_000].map((ms) => {
      jest.spyOn(Date, 'now').mockReturnValue(ms);
      return clock.now().getTime();
    });
    expect(times).toEqual([1_000, 5_000, 5_000, 5_000, 6_000]);
  });

  it('has a second hand that nobody can set', () => {
    const clock = new SystemClock();
    const before = clock.monotonicMs();
    jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });
});
