import { describe, expect, it } from '@jest/globals';
import { LastUses } from '#api/features/tokens/last-uses';
import { RecentUses } from '#api/features/tokens/recent-uses';
import type { PreviousUse, TokenUse } from '#installation/token-uses';

const from = () => ({ ip: '192.0.2.1', userAgent: undefined });

describe('Recent uses', () => {
  it('are one for each token: the newest time, and where the first came from', () => {
    const uses = new RecentUses();
    uses.note(7, 100, () => ({ ip: '192.0.2.7', userAgent: 'a' }));
    uses.note(70_000, 200, from);
    uses.note(7, 300, from);
    expect([uses.atMs(7), uses.atMs(70_000), uses.atMs(4), uses.atMs(-1)]).toEqual([300, 200, undefined, undefined]);
    expect(uses.take(0, 9)).toEqual([
      { row: 7, from: { ip: '192.0.2.7', userAgent: 'a' } },
      { row: 70_000, from: from() },
    ]);
  });

  it('are to be stored once, and again after the next use', () => {
    const uses = new RecentUses();
    uses.note(7, 100, from);
    uses.take(0, 9);
    expect(uses.take(0, 9)).toEqual([]);
    expect(uses.atMs(7)).toBe(100);
    uses.note(7, 200, from);
    uses.note(7, 300, from);
    expect(uses.take(0, 9)).toEqual([{ row: 7, from: from() }]);
    expect(uses.atMs(7)).toBe(300);
  });

  it('are taken in the order of rows, so many at once, from a row on', () => {
    const uses = new RecentUses();
    const rows = [40_000, 5, 16_383, 16_384, 5_000_000];
    for (const row of rows) uses.note(row, 1, from);
    const taken = [uses.take(6, 2), uses.take(16_385, 9), uses.take(0, 9), uses.take(0, 9)];
    expect(taken.map((part) => part.map(({ row }) => row))).toEqual([[16_383, 16_384], [40_000, 5_000_000], [5], []]);
  });

  it('that could not be stored wait once more, with the time of the newest', () => {
    const uses = new RecentUses();
    for (const row of [1, 2]) uses.note(row, 100, from);
    const taken = uses.take(0, 9);
    uses.note(2, 200, from);
    uses.putBack(taken);
    expect(uses.take(0, 9).map(({ row }) => row)).toEqual([1, 2]);
    expect([uses.atMs(1), uses.atMs(2)]).toEqual([100, 200]);
  });
});

describe('Storing the last uses', () => {
  const rowOf = (row: number) => ({ id: String(row), row, generation: 2, previous: {}, ownerKind: 'user', ownerId: 'u' }) as never;
  const tokens = { at: rowOf, byId: (id: string) => rowOf(Number(id)) };
  const personalData = { seal: async () => 'sealed' };
  const lastUses = (record: (rows: readonly TokenUse[]) => void, recordPrevious: (rows: readonly PreviousUse[]) => void = () => {}) => {
    const stored = { record, recordPrevious, usedAt: () => null, previousUsedAt: () => null, lastUse: () => null };
    return new LastUses(tokens, stored as never, personalData as never);
  };

  it('is done in parts, between which others have their turn, and misses none', async () => {
    const parts: number[] = [];
    const uses = lastUses((rows) => parts.push(rows.length));
    for (let row = 0; row < 320; row += 1) uses.note(rowOf(row), row + 1, from);
    const flushed = uses.flush();
    expect(uses.usedAt('319')).toBe(new Date(320).toISOString());
    await flushed;
    expect(parts.reduce((a, b) => a + b)).toBe(320);
    expect(Math.max(...parts)).toBeLessThanOrEqual(50);
    expect(uses.usedAt('319')).toBe(new Date(320).toISOString());
    await uses.onModuleDestroy();
  });

  it('keeps what could not be stored for the next time, as new as it has become', async () => {
    let isFull = true;
    const stored: TokenUse[] = [];
    const uses = lastUses((rows) => {
      if (isFull && rows.some(({ tokenId }) => tokenId === '60')) throw new Error('the disk is full');
      stored.push(...rows);
    });
    for (let row = 0; row < 100; row += 1) uses.note(rowOf(row), row + 1, from);
    const failed = uses.flush();
    uses.note(rowOf(99), 5000, from);
    await expect(failed).rejects.toThrow('full');
    const times = [11, 61, 5000].map((ms) => new Date(ms).toISOString());
    expect(['10', '60', '99'].map((id) => uses.usedAt(id))).toEqual(times);
    isFull = false;
    await uses.onModuleDestroy();
    expect(stored).toHaveLength(100);
    expect(stored.find(({ tokenId }) => tokenId === '99')?.usedAt).toBe(new Date(5000).toISOString());
  });

  it('is done of generations before the newest, too: the newest use of each, once, and again where it could not be stored', async () => {
    let isFull = true;
    const stored: PreviousUse[] = [];
    const uses = lastUses(
      () => {},
      (rows) => {
        if (isFull) throw new Error('the disk is full');
        stored.push(...rows);
      },
    );
    const at = (ms: number) => new Date(ms).toISOString();
    for (const ms of [100, 300, 200]) uses.note(rowOf(7), ms, from, 1);
    uses.note(rowOf(8), 400, from, 2);
    expect([7, 8].map((row) => uses.previousUsedAt(rowOf(row)))).toEqual([at(300), null]);
    await expect(uses.flush()).rejects.toThrow('full');
    isFull = false;
    await uses.flush();
    await uses.onModuleDestroy();
    expect(stored).toEqual([{ tokenId: '7', generation: 1, usedAt: at(300) }]);
  });
});
