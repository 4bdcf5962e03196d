import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { upsert } from '#projections/read-models/projection';
import type { ReadModelCopy, ReadModels, TablesSnapshot } from '#projections/read-models/read-models';
import { at, batch, rowsOf, thing, things } from './read-models.contract.js';

/** What is asked of the copies that a rebuilding makes. */
export function describeReadModelCopies(readModels: () => ReadModels): void {
  /** Rows of the copy, which lie in tables with other names. */
  const fill = async (copy: ReadModelCopy, ids: readonly string[], position = 1n) => {
    const changes = ids.flatMap((id) => copy.projection.project({ position, data: { id, name: id } } as never));
    await readModels().commitAll([batch(changes, position, copy.projection.name)]);
  };
  const live = (ids: readonly string[], position = 1n) => {
    const changes = ids.flatMap((id) => [thing(id, { name: id }), upsert('thing_places', { position: Number(position) }, { id })]);
    return readModels().commitAll([batch(changes, position)]);
  };
  const ids = async () => (await rowsOf(readModels())).map(({ id }) => id);
  const compared = async (snapshot: TablesSnapshot, copy: ReadModelCopy) => {
    const [{ live: one, copy: other }] = copy.tables();
    return [await snapshot.digest(one, () => {}), await snapshot.digest(other, () => {})];
  };

  describe('a copy', () => {
    it('is made beside the live tables, which stay as they are', async () => {
      await live(['a']);
      const copy = await readModels().copyOf(things);
      await fill(copy, ['x', 'y']);
      expect(await ids()).toEqual(['a']);
      expect(copy.tables().map(({ live: name }) => name)).toEqual(['things', 'thing_places']);
      expect(await readModels().checkpoint('things')).toEqual(at(1n));
    });

    it('takes the place of the live tables, and what is committed afterwards is in it', async () => {
      await live(['a'], 3n);
      const copy = await readModels().copyOf(things);
      await fill(copy, ['x'], 3n);
      expect(await copy.swap()).toBe(true);
      await readModels().commitAll([batch([thing('z')], 4n)]);
      expect(await ids()).toEqual(['x', 'z']);
      expect(await readModels().checkpoint('things')).toEqual(at(4n, 2));
      expect(await readModels().checkpoint(copy.projection.name)).toBeNull();
    });

    it('is neither compared nor put in place while the two have not applied the same events', async () => {
      const copy = await readModels().copyOf(things);
      expect([await copy.snapshot(), await copy.swap()]).toEqual([null, false]);
      await live(['a'], 2n);
      await fill(copy, ['x'], 1n);
      expect([await copy.snapshot(), await copy.swap()]).toEqual([null, false]);
      expect(await ids()).toEqual(['a']);
      await fill(copy, ['x'], 2n);
      expect(await copy.swap()).toBe(true);
    });

    it('brings the events with it that it left out itself', async () => {
      await live(['a']);
      for (const position of [1n, 2n]) await readModels().park('things', position, 'unreadable');
      const copy = await readModels().copyOf(things);
      await fill(copy, ['a']);
      await readModels().park(copy.projection.name, 1n, 'unreadable');
      await copy.swap();
      expect([...(await readModels().parkedEvents())]).toEqual([['things', 1]]);
    });

    it('leaves nothing behind, taken or given up, and can be made again and again', async () => {
      await live(['a']);
      for (const isTaken of [true, false, true]) {
        const copy = await readModels().copyOf(things);
        await fill(copy, ['a', 'b', 'c']);
        await readModels().park(copy.projection.name, 1n, 'unreadable');
        if (isTaken) await copy.swap();
        await readModels().discardLeftovers(2, nextTurn);
        const { copy: table } = copy.tables()[0];
        // biome-ignore lint/suspicious/noExplicitAny: a table that is gone.
        await expect(readModels().of<any>().selectFrom(table).selectAll().execute()).rejects.toThrow();
        expect(await readModels().checkpoint(copy.projection.name)).toBeNull();
        expect([...(await readModels().parkedEvents()).keys()]).toEqual(['things']);
      }
      expect(await ids()).toEqual(['a', 'b', 'c']);
      await readModels().reset(things);
      expect(await ids()).toEqual([]);
    });
  });

  describe('a snapshot', () => {
    it('shows the tables as they were, whatever is written afterwards', async () => {
      await live(['a', 'b']);
      const copy = await readModels().copyOf(things);
      await fill(copy, ['a', 'b']);
      const snapshot = (await copy.snapshot()) as TablesSnapshot;
      await live(['c'], 2n);
      const [one, other] = await compared(snapshot, copy);
      expect(one).toEqual({ rows: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(other).toEqual(one);
      expect(await snapshot.rowsAbout('things')).toBeGreaterThanOrEqual(2);
      await snapshot.close();
    });

    it('tells tables apart by any row, and not by the order in which they were written', async () => {
      await live(['a', 'b', 'c']);
      for (const [written, isSame] of [
        [['c', 'a', 'b'], true],
        [['a', 'b'], false],
        [['a', 'b', 'x'], false],
      ] as const) {
        const copy = await readModels().copyOf(things);
        await fill(copy, written);
        const snapshot = (await copy.snapshot()) as TablesSnapshot;
        const [one, other] = await compared(snapshot, copy);
        expect(one.digest === other.digest).toBe(isSame);
        await snapshot.close();
        await readModels().discardLeftovers(100, nextTurn);
      }
    });

    it('stops when it is told to, and tells how far it is', async () => {
      const many = Array.from({ length: 1000 }, (_, n) => `t${n}`);
      await readModels().commitAll([batch(many.map((id) => thing(id)))]);
      const copy = await readModels().copyOf(things);
      await fill(copy, ['a']);
      const snapshot = (await copy.snapshot()) as TablesSnapshot;
      let told = 0;
      await snapshot.digest('things', (rows) => {
        told += rows;
      });
      expect(told).toBeGreaterThan(500);
      const ending = new AbortController();
      await expect(snapshot.digest('things', () => ending.abort(), ending.signal)).rejects.toThrow();
      await snapshot.close();
    });
  });
}
