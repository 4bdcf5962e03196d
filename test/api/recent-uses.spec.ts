import { describe, expect, it } from '@jest/globals';
import { LastUses } from '#api/tokens/last-uses';
import { RecentUses } from '#api/tokens/recent-uses';
import type { TokenUse } from '#projections/token-uses';

const from = () => ({ ip: '192.0.2.1', userAgent: undefined });

describe('Uses that are not stored yet', () => {
  it('are one for each token: the newest time, and where the first came from', () => {
    const uses = new RecentUses();
    uses.note(7, 100, () => ({ ip: '192.0.2.7', userAgent: 'a' }));
    uses.note(3, 200, from);
    uses.note(7, 300, from);
    expect(uses.count).toBe(2);
    expect([uses.atMs(7), uses.atMs(3), uses.atMs(4)]).toEqual([300, 200, undefined]);
    expect(uses.slice(0, 5)).toEqual([
      { row: 7, atMs: 300, from: { ip: '192.0.2.7', userAgent: 'a' } },
      { row: 3, atMs: 200, from: from() },
    ]);
  });
});

describe('Storing the last uses', () => {
  const rowOf = (row: number) => ({ id: String(row), row, ownerKind: 'user', ownerId: 'u' }) as never;
  const tokens = { at: rowOf, byId: (id: string) => rowOf(Number(id)) };
  const personalData = { seal: async () => 'sealed' };
  const lastUses = (record: (rows: readonly TokenUse[]) => void) =>
    new LastUses(tokens, { record, usedAt: () => null }, personalData as never);

  it('is done in parts, between which others have their turn, and misses none', async () => {
    const parts: number[] = [];
    const uses = lastUses((rows) => parts.push(rows.length));
    for (let row = 0; row < 320; row += 1) uses.note(rowOf(row), row, from);
    const flushed = uses.flush();
    expect(uses.usedAt('319')).toBe(new Date(319).toISOString());
    await flushed;
    expect(parts.reduce((a, b) => a + b)).toBe(320);
    expect(Math.max(...parts)).toBeLessThanOrEqual(50);
    expect(uses.usedAt('319')).toBeNull();
    await uses.onModuleDestroy();
  });

  it('keeps what could not be stored for the next time, as new as it has become', async () => {
    let isFull = true;
    const stored: TokenUse[] = [];
    const uses = lastUses((rows) => {
      if (isFull && rows.some(({ tokenId }) => tokenId === '60')) throw new Error('the disk is full');
      stored.push(...rows);
    });
    for (let row = 0; row < 100; row += 1) uses.note(rowOf(row), row, from);
    const failed = uses.flush();
    uses.note(rowOf(99), 5000, from);
    await expect(failed).rejects.toThrow('full');
    expect([uses.usedAt('10'), uses.usedAt('60'), uses.usedAt('99')]).toEqual([
      null,
      new Date(60).toISOString(),
      new Date(5000).toISOString(),
    ]);
    isFull = false;
    await uses.onModuleDestroy();
    expect(stored).toHaveLength(100);
    expect(stored.find(({ tokenId }) => tokenId === '99')?.usedAt).toBe(new Date(5000).toISOString());
  });
});
