import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { BackOff } from '#projections/read-models/feed/back-off';

describe('Anyone who gives way to those who write', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** A log to which an event is written each time it is read, `times` times; by default without end. */
  function log(times = Number.POSITIVE_INFINITY) {
    let newest = 0;
    return async () => {
      newest = Math.min(newest + 1, times);
      return newest;
    };
  }

  it('waits until nothing more is written', async () => {
    jest.spyOn(performance, 'now').mockReturnValue(0);
    const newest = jest.fn(log(10));
    await new BackOff(newest, () => false).untilQuiet();
    expect(newest.mock.calls.length).toBeGreaterThan(10);
  });

  it('waits no longer once somebody asks', async () => {
    const newest = jest.fn(log());
    await new BackOff(newest, () => newest.mock.calls.length >= 5).untilQuiet();
    expect(newest).toHaveBeenCalledTimes(5);
  });

  it('does not wait for ever while others never stop', async () => {
    let ms = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (ms += 40));
    const newest = jest.fn(log());
    await new BackOff(newest, () => false).untilQuiet();
    expect(newest.mock.calls.length).toBeLessThan(20);
  });
});
