import { describe, expect, it } from '@jest/globals';
import { Clock } from '#event-store/clock';
import { ClockTrust } from '#event-store/embedded/clock-trust';
import { heapBytes } from '../support/heap.js';

/** Never goes back, as decisions see the machine's clock: after a step back it stands still. */
class SetClock extends Clock {
  wallMs = 1e12;
  upMs = 0;
  #latestMs = 0;
  override now(): Date {
    this.#latestMs = Math.max(this.#latestMs, this.wallMs);
    return new Date(this.#latestMs);
  }
  override monotonicMs(): number {
    return this.upMs;
  }
  pass(seconds: number): void {
    this.wallMs += seconds * 1000;
    this.upMs += seconds * 1000;
  }
}

/** Seconds pass one by one, and each is looked at. */
function trustedFor(trust: ClockTrust, clock: SetClock, seconds: number): boolean[] {
  return Array.from({ length: seconds }, () => {
    clock.pass(1);
    return trust.isTrusted();
  });
}

describe('The time of day', () => {
  const start = () => {
    const clock = new SetClock();
    return { clock, trust: new ClockTrust(clock) };
  };

  it('is believed while it goes as the clock does that nobody can set, slewing included', () => {
    const { clock, trust } = start();
    for (let i = 0; i < 1000; i += 1) {
      clock.pass(1);
      clock.wallMs += 0.5;
      expect(trust.isTrusted()).toBe(true);
    }
  });

  it.each([3, 3600, 365 * 86_400])('is not believed for a minute after it jumped ahead by %d s', (seconds) => {
    const { clock, trust } = start();
    trustedFor(trust, clock, 100);
    clock.wallMs += seconds * 1000;
    expect(trust.isTrusted()).toBe(false);
    const after = trustedFor(trust, clock, 70);
    expect(after.slice(0, 59)).toEqual(after.slice(0, 59).map(() => false));
    expect(after.slice(62)).toEqual(after.slice(62).map(() => true));
  });

  it('is not believed while it stands still after a step back, nor for a minute after', () => {
    const { clock, trust } = start();
    trustedFor(trust, clock, 100);
    clock.wallMs -= 300_000;
    const after = trustedFor(trust, clock, 400);
    expect(after.slice(2, 355).filter(Boolean)).toEqual([]);
    expect(after.slice(365).filter((trusted) => !trusted)).toEqual([]);
  });

  it('is not believed after a jump during which nobody looked, as when the machine was stopped', () => {
    const { clock, trust } = start();
    clock.pass(1000);
    clock.wallMs += 60_000;
    expect(trust.isTrusted()).toBe(false);
  });

  it('costs no more memory and no other answer when it is asked a hundred thousand times a second', () => {
    const { clock, trust } = start();
    const before = heapBytes();
    for (let i = 0; i < 300_000; i += 1) {
      clock.pass(0.00001);
      trust.isTrusted();
    }
    expect(heapBytes() - before).toBeLessThan(5e6);
    clock.wallMs += 10_000;
    expect(trust.isTrusted()).toBe(false);
  });
});
