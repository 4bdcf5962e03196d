import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { RowsRefused } from '#projections/read-models/commit-failures';
import { type Change, type Projection, upsert } from '#projections/read-models/projection';
import type { Batch, ReadModels } from '#projections/read-models/read-models';
import { projections, storedReadModels } from '#projections/read-models/stored-read-models';
import { describeReadModelCopies } from './read-model-copies.contract.js';

/** The tests that every adapter of the port must pass. `open` returns one over what is stored already, which is nothing at first. */
export interface ReadModelsUnderTest {
  open(): Promise<ReadModels>;
  dispose(): Promise<void>;
}

export interface Rows {
  things: { id: string; name: string | null; n: number };
  thing_places: { position: number; id: string };
}

/** Tables of every form that a projection may ask for. */
export const things: Projection = {
  name: 'things',
  version: 1,
  tables: {
    things: 'CREATE TABLE things (id TEXT PRIMARY KEY, name TEXT, n INTEGER NOT NULL DEFAULT 0)',
    thing_places: 'CREATE TABLE thing_places (position BIGINT PRIMARY KEY, id TEXT NOT NULL)',
    things_by_name: 'CREATE INDEX things_by_name ON things (name, id) WHERE n = 0',
  },
  project: ({ position, data }) => [
    upsert('things', { id: data.id as string }, { name: data.name as string }),
    upsert('thing_places', { position: Number(position) }, { id: data.id as string }),
  ],
};
export const others: Projection = {
  name: 'others',
  version: 1,
  tables: { others: 'CREATE TABLE others (id TEXT PRIMARY KEY)' },
  project: ({ data }) => [upsert('others', { id: data.id as string }, {})],
};

export const at = (position: bigint, events = 1) => ({ version: 1, logId: 'log', position, mark: `mark of ${position}`, events });
export const batch = (changes: readonly Change[], position = 1n, projection = things.name): Batch => {
  return { projection, changes, checkpoint: at(position) };
};
export const thing = (id: string, set: Partial<Rows['things']> = {}) => upsert('things', { id }, set);

export function describeReadModels(name: string, prepare: () => Promise<ReadModelsUnderTest>): void {
  describe(`${name} keeps the contract of stored read models`, () => {
    let underTest: ReadModelsUnderTest;
    let readModels: ReadModels;
    beforeEach(async () => {
      underTest = await prepare();
      readModels = await underTest.open();
      for (const projection of [things, others]) await readModels.reset(projection);
    });
    afterEach(async () => {
      await readModels.close();
      await underTest.dispose();
    });
    describeCommits(() => readModels);
    describeForgetting(() => readModels);
    describeQueries(() => readModels);
    describeReadModelCopies(() => readModels);

    it('has what was committed when it is opened again', async () => {
      await readModels.commitAll([batch([thing('a', { name: 'A' })], 7n)]);
      await readModels.park('things', 6n, 'unreadable');
      await readModels.close();
      readModels = await underTest.open();
      expect(await rowsOf(readModels)).toEqual([{ id: 'a', name: 'A', n: 0 }]);
      expect(await readModels.checkpoint('things')).toEqual(at(7n));
      expect([...(await readModels.parkedEvents())]).toEqual([['things', 1]]);
    });
  });
}

export const rowsOf = (readModels: ReadModels) => readModels.of<Rows>().selectFrom('things').selectAll().orderBy('id').execute();

function describeCommits(readModels: () => ReadModels): void {
  describe('committing', () => {
    it('finds a column of a key where an earlier change told it, and changes nothing where none did', async () => {
      const found = (by: string) => ({ ...upsert('others', {}, {}), found: { column: 'id', table: 'things', as: 'name', by: { id: by } } });
      const changes = [thing('a', { name: 'A' }), found('a'), found('a'), found('nobody'), thing('c', { name: 'C' }), found('c')];
      await readModels().commitAll([batch(changes)]);
      const rows = readModels().of<{ others: { id: string } }>().selectFrom('others').selectAll().orderBy('id');
      expect(await rows.execute()).toEqual([{ id: 'A' }, { id: 'C' }]);
    });

    it('makes rows, and changes the columns that are named and no others', async () => {
      await readModels().commitAll([batch([thing('a', { name: 'A', n: 1 }), thing('b', { name: 'B' })])]);
      await readModels().commitAll([batch([thing('a', { n: 2 }), thing('b', {}), thing('c', {})], 2n)]);
      expect(await rowsOf(readModels())).toEqual([
        { id: 'a', name: 'A', n: 2 },
        { id: 'b', name: 'B', n: 0 },
        { id: 'c', name: null, n: 0 },
      ]);
    });

    it('makes no difference a second time', async () => {
      const change = batch([thing('a', { name: 'A' }), upsert('thing_places', { position: 1 }, { id: 'a' })]);
      for (let i = 0; i < 2; i += 1) await readModels().commitAll([change]);
      expect(await rowsOf(readModels())).toHaveLength(1);
    });

    it('keeps texts and whole numbers as they are, and positions beyond 32 bits', async () => {
      const position = 2 ** 40 + 1;
      const name = 'ünïcode \u{1f512} \' " \\ % \n';
      await readModels().commitAll([batch([thing('a', { name, n: -(2 ** 31) }), upsert('thing_places', { position }, { id: 'a' })])]);
      expect(await rowsOf(readModels())).toEqual([{ id: 'a', name, n: -(2 ** 31) }]);
      expect(await readModels().of<Rows>().selectFrom('thing_places').selectAll().execute()).toEqual([{ position, id: 'a' }]);
    });

    it('remembers with the rows how far each projection has got', async () => {
      expect(await readModels().checkpoint('things')).toBeNull();
      await readModels().commitAll([batch([], 5n), batch([], 2n ** 40n, 'others')]);
      expect(await readModels().checkpoint('things')).toEqual(at(5n));
      expect(await readModels().checkpoint('others')).toEqual(at(2n ** 40n));
    });

    it('counts the events that each projection has applied, whatever their positions are', async () => {
      await readModels().commitAll([{ ...batch([]), checkpoint: at(5n, 3) }]);
      await readModels().commitAll([{ ...batch([]), checkpoint: at(90n, 4) }, batch([], 90n, 'others')]);
      expect(await readModels().checkpoint('things')).toEqual(at(90n, 7));
      expect(await readModels().checkpoint('others')).toEqual(at(90n, 1));
      await readModels().reset(things);
      await readModels().commitAll([batch([], 91n)]);
      expect(await readModels().checkpoint('things')).toEqual(at(91n, 1));
    });

    it('does all of it or nothing, and refuses rows for what they hold', async () => {
      await readModels().commitAll([batch([thing('a', { name: 'A' })])]);
      const refused = upsert('thing_places', { position: 3 }, { id: null });
      const both = [batch([upsert('others', { id: 'x' }, {})], 2n, 'others'), batch([thing('a', { name: 'changed' }), refused], 2n)];
      await expect(readModels().commitAll(both)).rejects.toThrow(RowsRefused);
      expect(await rowsOf(readModels())).toEqual([{ id: 'a', name: 'A', n: 0 }]);
      expect(await readModels().checkpoint('things')).toEqual(at(1n));
      expect(await readModels().checkpoint('others')).toBeNull();
      await readModels().commitAll([batch([thing('a', { name: 'changed' })], 2n)]);
      expect(await rowsOf(readModels())).toEqual([{ id: 'a', name: 'changed', n: 0 }]);
    });

    it('shows nobody a part of it', async () => {
      let isOver = false;
      const seen = new Set<boolean>();
      const reading = (async () => {
        while (!isOver) {
          const { things, places } = await readModels()
            .of<Rows>()
            .selectNoFrom((of) => [
              of.selectFrom('things').select(of.fn.countAll<number>().as('n')).as('things'),
              of.selectFrom('thing_places').select(of.fn.countAll<number>().as('n')).as('places'),
            ])
            .executeTakeFirstOrThrow();
          seen.add(Number(things) === Number(places));
          await new Promise(setImmediate);
        }
      })();
      for (let n = 1; n <= 50; n += 1) {
        const changes = Array.from({ length: 10 }, (_, i) => `${n}-${i}`).flatMap((id, i) => [
          thing(id),
          upsert('thing_places', { position: n * 10 + i }, { id }),
        ]);
        await readModels().commitAll([batch(changes, BigInt(n))]);
        await readModels().drained();
      }
      isOver = true;
      await reading;
      expect([...seen]).toEqual([true]);
    });

    it('takes several at the same time, as of projections that are not together', async () => {
      const commits = Array.from({ length: 20 }, (_, n) => [
        readModels().commitAll([batch([thing(`t${n}`)], BigInt(n + 1))]),
        readModels().commitAll([batch([upsert('others', { id: `o${n}` }, {})], BigInt(n + 1), 'others')]),
      ]);
      await Promise.all(commits.flat());
      expect(await rowsOf(readModels())).toHaveLength(20);
    });
  });
}

function describeForgetting(readModels: () => ReadModels): void {
  describe('making anew', () => {
    it('takes away rows, place and left-out events of that projection alone', async () => {
      await readModels().commitAll([batch([thing('a')]), batch([upsert('others', { id: 'x' }, {})], 1n, 'others')]);
      for (const name of ['things', 'others']) await readModels().park(name, 1n, 'unreadable');
      await readModels().reset({ ...things, version: 2 });
      expect(await rowsOf(readModels())).toEqual([]);
      expect(await readModels().checkpoint('things')).toBeNull();
      expect(await readModels().checkpoint('others')).toEqual(at(1n));
      expect([...(await readModels().parkedEvents())]).toEqual([['others', 1]]);
    });

    it('may change the columns of a table', async () => {
      await readModels().commitAll([batch([thing('a')])]);
      await readModels().reset({ ...things, tables: { things: 'CREATE TABLE things (id TEXT PRIMARY KEY, colour TEXT)' } });
      await readModels().commitAll([batch([upsert('things', { id: 'a' }, { colour: 'red' })])]);
      expect(await rowsOf(readModels())).toEqual([{ id: 'a', colour: 'red' }]);
    });

    it('counts an event once that is left out twice', async () => {
      for (const problem of ['first', 'again']) await readModels().park('things', 3n, problem);
      await readModels().park('things', 4n, 'another');
      expect([...(await readModels().parkedEvents())]).toEqual([['things', 2]]);
    });
  });
}

function describeQueries(readModels: () => ReadModels): void {
  describe('querying', () => {
    it('finds the same whatever its planner is told', async () => {
      const changes = ['a', 'b', 'c'].flatMap((id, n) => [thing(id, { name: id }), upsert('thing_places', { position: n }, { id })]);
      await readModels().commitAll([batch(changes)]);
      const { inOrder, unindexed } = readModels().planning;
      const tables = inOrder([sql.table('thing_places'), sql.table('things')]);
      const query = sql<{ id: string }>`SELECT things.id FROM ${tables}
        WHERE things.id = thing_places.id AND ${unindexed(sql`things.name`)} >= ${'b'} ORDER BY things.id`;
      expect((await query.execute(readModels().of())).rows).toEqual([{ id: 'b' }, { id: 'c' }]);
    });

    it.each(storedReadModels.map((model) => [model.projection.name, model] as const))(
      'can make the tables of %s, and answers from them',
      async (_, { projection, reader: Reader }) => {
        await readModels().reset(projection);
        const [table] = Object.keys(projection.tables);
        // biome-ignore lint/suspicious/noExplicitAny: rows of any table.
        expect(await readModels().of<any>().selectFrom(table).selectAll().execute()).toEqual([]);
        expect(new Reader(readModels())).toBeInstanceOf(Reader);
        expect(projections).toContain(projection);
      },
    );
  });
}
