import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import { TokenTable } from '#projections/token-validity/token-table';
import { draft } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { histories, lookupOf, lookupOfId, lookupsPerToken, owners, signingKeys, tokenIdOf, tokens } from '../support/token-histories.js';
import { mapped, TokenMap } from '../support/token-map.js';

/** Issued in turn to a person each, by keys of every kind. */
function issued(n: number, more: Record<string, unknown> = {}): Recorded {
  const id = tokenIdOf(n);
  const lookup = n % 2 === 0 ? lookupOfId(id) : lookupOf(n);
  const owner = { ownerKind: 'user', ownerId: `person ${n % 100}`, name: null };
  const data = { kind: n % 2 === 0 ? 'personal' : 'legacy', ...owner, generation: 1, lookup, expiresAt: null, kept: {}, ...more };
  return { ...draft(data, id), type: 'TokenIssued', stream: `token-${id}`, revision: 0, position: BigInt(n + 1), organizationId: 'org' };
}

function retire(key: string, rows: TokenTable, map: TokenMap): void {
  rows.retireKey(key);
  map.retiredKeys.add(key);
}

describe('The rows of the index', () => {
  it('say after any history what plain maps of it say', () => {
    fc.assert(
      fc.property(histories, fc.subarray([...signingKeys]), fc.nat(), (history, retired, where) => {
        const [rows, map] = [new TokenTable(), new TokenMap()];
        for (const [index, recorded] of history.entries()) {
          if (index === where % history.length) for (const key of retired) retire(key, rows, map);
          expect(rows.apply(recorded)).toBe(true);
          map.apply(recorded);
        }
        const ids = Array.from({ length: tokens }, (_, n) => tokenIdOf(n));
        for (const id of ids) expect(mapped(rows.byId(id))).toEqual(map.byId(id));
        for (const id of ids) {
          const row = rows.byId(id);
          if (row?.kind !== 'legacy') continue;
          const born = rows.bornOf(row).map((each) => each.id);
          expect(born.sort()).toEqual(map.bornOf(id).sort());
        }
        for (const lookup of [...ids.map(lookupOfId), ...Array.from({ length: tokens * lookupsPerToken }, (_, n) => lookupOf(n))]) {
          const found = rows.byLookup(lookup);
          expect(found && { id: found.row.id, generation: found.generation }).toEqual(map.byLookup.get(lookup));
        }
        for (const owner of owners) {
          const sessions = rows.sessionsOf(owner).map(({ id }) => id);
          expect(new Set(sessions).size).toBe(sessions.length);
          expect(sessions.sort()).toEqual(map.sessionsOf(owner).sort());
        }
        expect(rows.count).toBe(map.count);
      }),
      { numRuns: isFullRun ? 1000 : 100 },
    );
  });

  it('find every token beyond the bounds of chunks and of shards, and nothing else', () => {
    const rows = new TokenTable();
    const count = 50_000;
    for (let n = 0; n < count; n += 1) rows.apply(issued(n));
    const wrong: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const [id, { data }] = [tokenIdOf(n), issued(n)];
      const [byId, byLookup] = [rows.byId(id), rows.byLookup(data.lookup as string)];
      if (byId?.id !== id || byLookup?.row.id !== id || byId.order !== n + 1 || byId.ownerId !== data.ownerId) wrong.push(n);
      if (rows.byId(tokenIdOf(count + n)) || rows.byLookup(lookupOf(count + n))) wrong.push(n);
    }
    expect(wrong).toEqual([]);
    expect(rows.count).toBe(count);
  });

  it('lose nobody when keys go and come for ever, and do not grow by it', () => {
    const rows = new TokenTable();
    const rotate = (token: number, generation: number) => {
      const data = { cause: 'renewed', generation, lookup: lookupOf(1000 * generation + token), expiresAt: null, kept: {} };
      const { stream } = issued(token);
      return rows.apply({ ...draft(data), type: 'TokenRotated', stream, revision: generation, position: BigInt(generation) });
    };
    const issuedTokens = Array.from({ length: 500 }, (_, n) => n);
    for (const token of issuedTokens) rows.apply(issued(token));
    for (let generation = 2; generation <= 40; generation += 1) for (const token of issuedTokens) rotate(token, generation);
    for (const token of issuedTokens) {
      expect(rows.byId(tokenIdOf(token))?.generation).toBe(40);
      for (const generation of [2, 21, 39, 40]) {
        const found = rows.byLookup(lookupOf(1000 * generation + token));
        expect([found?.row.id, found?.generation]).toEqual([tokenIdOf(token), generation]);
      }
    }
  });

  it('take no more than 64 bytes a token, whatever its kind and however it is looked up', () => {
    const rows = new TokenTable();
    const before = rows.bytes;
    const count = 12 * 16_384;
    for (let n = 0; n < count; n += 1) rows.apply(issued(n, { lookup: lookupOf(n), expiresAt: '2226-07-01T12:00:00.000Z' }));
    expect((rows.bytes - before) / count).toBeLessThan(64);
  });

  it.each([
    ['an id that is not written as we write ids', issued(1).stream.toUpperCase(), {}],
    ['an id that is none', 'token-1', {}],
    ['a look-up key that is not 16 bytes', issued(1).stream, { lookup: 'short' }],
    ['a look-up key with spare bits', issued(1).stream, { lookup: 'AAAAAAAAAAAAAAAAAAAAAB' }],
    ['a kind that nobody knows', issued(1).stream, { kind: 'master-key' }],
    ['an expiry that is no time', issued(1).stream, { expiresAt: 'never' }],
  ])('refuse %s', (_what, stream, more) => {
    const rows = new TokenTable();
    expect(rows.apply({ ...issued(1, more), stream })).toBe(false);
    expect(rows.count).toBe(0);
  });

  it('find a token under one spelling of its id and of its key', () => {
    const rows = new TokenTable();
    rows.apply(issued(10));
    const [id, lookup] = [tokenIdOf(10), issued(10).data.lookup as string];
    expect([rows.byId(id)?.id, rows.byLookup(lookup)?.row.id]).toEqual([id, id]);
    const others = [id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, id.replace('-', '_'), `${id} `, '', 'é'.repeat(36)];
    expect(others.filter((other) => rows.byId(other))).toEqual([]);
    const keys = [`${lookup}==`, lookup.slice(0, -1), ` ${lookup}`, `${lookup.slice(0, -1)}~`, 'é'.repeat(22), ''];
    expect(keys.filter((key) => rows.byLookup(key))).toEqual([]);
  });
});
