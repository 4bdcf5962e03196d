import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import { RowsRefused } from '../commit-failures.js';
import type { Projection } from '../projection.js';
import type { Checkpoint, ReadModelCopy, ReadModels, TableDigest, TablesSnapshot } from '../read-models.js';
import { changesOf } from './changes-of.js';

/** How much is done in one turn. Beside served requests it is so little that they are not noticeably delayed. */
export const paces = { besideOthers: { events: 20, rows: 100 }, alone: { events: 1000, rows: 100_000 } } as const;
type Pace = (typeof paces)[keyof typeof paces];

export interface ComparedTable {
  readonly table: string;
  readonly live: TableDigest;
  readonly rebuilt: TableDigest;
}

export interface Rebuilt {
  readonly projection: string;
  /** Whether the live tables differed from what the log makes of them. */
  readonly differed: boolean;
  /** Compared at the same position. */
  readonly tables: readonly ComparedTable[];
}

export interface Rebuilding {
  /** Called with progress in steps: each event applied and each row compared is one; `total` is an estimate. */
  onProgress?(done: number, total: number): void;
  readonly pace?: Pace;
  /** Stops the rebuilding; the live tables stay as they are. */
  readonly signal?: AbortSignal;
}

/** The part of an event store that a rebuild reads. */
export type ReadableLog = Pick<EventStore, 'readAll' | 'markAt'>;

/** The live tables are being rebuilt themselves, so the copy cannot be compared with them. */
export class RebuildImpossible extends Error {}

/**
 * Rebuilds the tables of a projection from the first event, beside the live ones, which stay in use; compares both by digest at the same
 * position; and swaps them in one transaction. Readers never wait, and a process that dies meanwhile leaves the live tables unchanged.
 * Only one rebuild runs at a time.
 *
 * @throws RebuildImpossible
 */
export async function rebuildProjection(
  store: ReadableLog,
  readModels: ReadModels,
  projection: Projection,
  { onProgress = () => {}, pace = paces.besideOthers, signal }: Rebuilding = {},
): Promise<Rebuilt> {
  const turn = async () => {
    await readModels.drained();
    await nextTurn();
    signal?.throwIfAborted();
  };
  const copy = await readModels.copyOf(projection);
  const steps = stepsReported(onProgress);
  const beside = { store, readModels, projection, copy, pace, turn, steps };
  try {
    const snapshot = await onceEqual(beside, () => copy.snapshot());
    const tables = await compared(beside, snapshot, signal).finally(() => snapshot.close());
    await onceEqual(beside, async () => (await copy.swap()) || null);
    const differed = tables.some(({ live, rebuilt }) => live.digest !== rebuilt.digest);
    return { projection: projection.name, differed, tables };
  } finally {
    // What an ended process leaves behind is discarded by the next one.
    if (!signal?.aborted) await readModels.discardLeftovers(pace.rows, nextTurn);
  }
}

interface Beside {
  readonly store: ReadableLog;
  readonly readModels: ReadModels;
  readonly projection: Projection;
  readonly copy: ReadModelCopy;
  readonly pace: Pace;
  turn(): Promise<void>;
  readonly steps: Steps;
}

/** Lets the copy catch up, and acts once it has applied exactly what the live tables have: `act` says null as long as it has not. */
async function onceEqual<T>({ store, readModels, projection, copy, pace, turn, steps }: Beside, act: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const own = await readModels.checkpoint(copy.projection.name);
    const live = await readModels.checkpoint(projection.name);
    if (live === null || (own !== null && own.position > live.position)) {
      throw new RebuildImpossible(`The read model ${projection.name} is itself being made again from the log.`);
    }
    const acted = own?.position === live.position ? await act() : null;
    if (acted !== null) return acted;
    steps.expect(live.events - (own?.events ?? 0));
    const page = await store.readAll(own?.position ?? null, pace.events);
    const events = page.filter(({ position }) => position <= live.position);
    if (events.length > 0) await apply(store, readModels, copy.projection, events, live);
    steps.made(events.length);
    // After a short page the copy has caught up, and must act at once: the live tables can only move on in the next turn.
    if (events.length === pace.events) await turn();
  }
}

/** An event that cannot be projected, or whose rows cannot be stored, is parked, as it is for the live tables. */
async function apply(
  store: ReadableLog,
  readModels: ReadModels,
  projection: Projection,
  events: readonly Recorded[],
  { version, logId }: Pick<Checkpoint, 'version' | 'logId'>,
): Promise<void> {
  const { position } = events[events.length - 1];
  const mark = (await store.markAt(position)) ?? '';
  const commit = async (project: Projection['project']) => {
    const changes = changesOf(events, project);
    const checkpoint = { version, logId, position, mark, events: events.length };
    await readModels.commitAll([{ projection: projection.name, changes, checkpoint }]);
  };
  try {
    await commit(projection.project);
  } catch (error) {
    if (!(error instanceof RowsRefused)) throw error;
    if (events.length > 1) {
      for (const recorded of events) await apply(store, readModels, projection, [recorded], { version, logId });
      return;
    }
    await readModels.park(projection.name, position, error.message);
    await commit(() => []);
  }
}

async function compared({ copy, steps }: Beside, snapshot: TablesSnapshot, signal?: AbortSignal): Promise<ComparedTable[]> {
  const pairs = copy.tables();
  let rows = 0;
  for (const { live, copy: rebuilt } of pairs) rows += (await snapshot.rowsAbout(live)) + (await snapshot.rowsAbout(rebuilt));
  steps.expect(rows);
  const tables: ComparedTable[] = [];
  for (const { live, copy: rebuilt } of pairs) {
    const digests = { live: await snapshot.digest(live, steps.made, signal), rebuilt: await snapshot.digest(rebuilt, steps.made, signal) };
    tables.push({ table: live, ...digests });
  }
  return tables;
}

interface Steps {
  /** Announces at least this many further steps. */
  expect(more: number): void;
  made(steps: number): void;
}

function stepsReported(onProgress: (done: number, total: number) => void): Steps {
  let done = 0;
  let total = 0;
  return {
    expect: (more) => {
      total = Math.max(total, done + more);
    },
    made: (steps) => {
      done += steps;
      onProgress(done, Math.max(done, total));
    },
  };
}
