import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { validate, version } from 'uuid';
import { orderedId } from '#event-store/ordered-id';

const ids = (count: number) => Array.from({ length: count }, () => orderedId());
const msOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

describe('Ids that are ordered by when they came to be', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('are UUIDs of version 7, each another one, and sort as they were made', () => {
    const made = ids(5000);
    expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect(new Set(made).size).toBe(5000);
    expect([...made].sort()).toEqual(made);
  });

  it('differ also in what does not follow from time and order', () => {
    const tails = ids(1000).map((id) => id.slice(-10));
    expect(new Set(tails).size).toBe(1000);
  });

  it('sort as they were made when the clock stands still or goes back, and tell the time when it goes on', () => {
    const now = Date.now() + 1;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const standing = ids(600);
    clock.mockReturnValue(now - 5000);
    const goneBack = ids(600);
    clock.mockReturnValue(now + 7);
    const [later] = ids(1);
    const made = [...standing, ...goneBack, later];
    expect([...made].sort()).toEqual(made);
    expect([msOf(standing[0]), msOf(later)]).toEqual([now, now + 7]);
  });
});
