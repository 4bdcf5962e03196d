import { describe, expect, it } from '@jest/globals';
import { Clock } from '#event-store/clock';
import { ProjectionLag } from '#projections/read-models/feed/projection-lag';
import { heapBytes } from '../support/heap.js';

class StandingClock extends Clock {
  ms = 0;
  override now(): Date {
    return new Date(this.ms);
  }
  override monotonicMs(): number {
    return this.ms;
  }
}

describe('The lag of a projection', () => {
  const lagsOf = (lag: ProjectionLag, at: bigint | null) => lag.of(new Map([['lists', at]])).get('lists');

  it('is the events after its place, and the age of the first of them', () => {
    const clock = new StandingClock();
    const lag = new ProjectionLag(clock, null);
    for (const [position, events] of [
      [2n, 2],
      [3n, 1],
      [7n, 4],
    ] as const) {
      clock.ms += 1000;
      lag.noteAppend(position, events);
    }
    expect(lagsOf(lag, null)).toMatchObject({ events: 7, seconds: 2 });
    expect(lagsOf(lag, 2n)).toMatchObject({ events: 5, seconds: 1 });
    clock.ms += 500;
    expect(lagsOf(lag, 3n)).toMatchObject({ events: 4, seconds: 0.5 });
    expect(lagsOf(lag, 7n)).toEqual({ events: 0, seconds: 0, startsOver: false });
  });

  it('is that of each by itself: the fastest does not hide the slowest', () => {
    const clock = new StandingClock();
    const lag = new ProjectionLag(clock, null);
    lag.noteAppend(1n, 1);
    lag.noteAppend(2n, 1);
    const readers = new Map([
      ['fast', 2n],
      ['slow', 0n],
    ]);
    for (let i = 0; i < 2; i += 1)
      expect([...lag.of(readers)].map(([name, { events }]) => [name, events])).toEqual([
        ['fast', 0],
        ['slow', 2],
      ]);
  });

  it('does not count an append twice that was answered from a retry', () => {
    const lag = new ProjectionLag(new StandingClock(), null);
    lag.noteAppend(5n, 1);
    lag.noteAppend(5n, 1);
    lag.noteAppend(2n, 1);
    expect(lagsOf(lag, 0n)).toMatchObject({ events: 1, seconds: 0 });
  });

  it('is never none for one whose rows were lost, however long ago everybody had got there', () => {
    const clock = new StandingClock();
    const lag = new ProjectionLag(clock, 40n);
    expect(lagsOf(lag, 40n)).toEqual({ events: 0, seconds: 0, startsOver: false });
    clock.ms += 1000;
    expect(lagsOf(lag, 0n)).toEqual({ events: 1, seconds: 1, startsOver: true });
    lag.noteAppend(41n, 1);
    clock.ms += 1000;
    expect(lagsOf(lag, 41n)?.events).toBe(0);
    expect(lagsOf(lag, 40n)).toMatchObject({ events: 2, startsOver: true });
    lag.noteAppend(42n, 5);
    expect(lagsOf(lag, 0n)).toMatchObject({ events: 7, startsOver: true });
    expect(lagsOf(lag, 41n)).toMatchObject({ events: 5, startsOver: false });
    expect(lagsOf(lag, 42n)).toEqual({ events: 0, seconds: 0, startsOver: false });
  });

  it('forgets no event of one that stands still for a million appends, and asks for no more memory', () => {
    const clock = new StandingClock();
    const lag = new ProjectionLag(clock, null);
    const before = heapBytes();
    for (let i = 1n; i <= 1_000_000n; i += 1n) {
      clock.ms += 1;
      lag.noteAppend(i, 1);
    }
    expect(lagsOf(lag, 0n)).toMatchObject({ events: 1_000_000, seconds: 999.999 });
    expect(heapBytes() - before).toBeLessThan(5e6);
  });
});
