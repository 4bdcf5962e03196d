import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '#event-store/clock';

describe("The machine's clock", () => {
  let clock: SystemClock;
  /** Sets the wall clock, and the monotonic clock. */
  const at = (machineMs: number, monotonicMs: number) => {
    jest.spyOn(Date, 'now').mockReturnValue(machineMs);
    jest.spyOn(performance, 'now').mockReturnValue(monotonicMs);
    return clock.now().getTime();
  };
  beforeEach(() => {
    clock = new SystemClock();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is what the machine says while nobody sets it', () => {
    expect([at(1_000, 0), at(1_250, 250), at(9_000, 8_000)]).toEqual([1_000, 1_250, 9_000]);
  });

  it('never goes back while the process lives: what was seen as expired does not revive (SR-17)', () => {
    expect([at(1_000, 0), at(5_000, 1), at(2_000, 1), at(0, 1), at(6_000, 1)]).toEqual([1_000, 5_000, 5_000, 5_000, 6_000]);
  });

  it('goes on after it was set back: what is issued then expires all the same', () => {
    at(1_000, 0);
    at(50_000, 1_000);
    expect([at(3_000, 2_000), at(33_000, 32_000), at(60_000, 32_000)]).toEqual([51_000, 81_000, 81_000]);
  });

  it('does not go back either when both clocks of the machine do', () => {
    expect([at(10_000, 5_000), at(4_000, 0), at(10_500, 5_500)]).toEqual([10_000, 10_000, 10_500]);
  });

  it('tells what the machine says, also after it was set back', () => {
    at(50_000, 0);
    at(2_000, 0);
    expect(clock.machineMs()).toBe(2_000);
  });

  it('tells the time as events write it: of each millisecond, and never back', () => {
    const told = (machineMs: number, monotonicMs: number) => [at(machineMs, monotonicMs), clock.nowText()];
    const times = [told(1_000, 0), told(1_000, 0), told(1_001, 1), told(500, 1), told(61_001, 60_001)];
    expect(times.map(([, text]) => text)).toEqual(times.map(([ms]) => new Date(ms).toISOString()));
    expect(times.map(([ms]) => ms)).toEqual([1_000, 1_000, 1_001, 1_001, 61_001]);
  });

  it('has a second hand that nobody can set', () => {
    const before = clock.monotonicMs();
    jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });
});
