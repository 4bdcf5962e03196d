import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { endianness } from 'node:os';
import { dirname, join } from 'node:path';
import { eventTypes } from '#domain/events';
import type { LogMark } from '#event-store/embedded/log-marks';
import { requireRoom } from '#sqlite/free-space';
import { TokenValidity } from '../token-validity.js';
import { SnapshotDamaged, SnapshotFile, SnapshotReader, SnapshotWriter } from './snapshot-stream.js';

/** Raised after any change to what the index makes of events, or to how its parts are saved: older snapshots are ignored then. */
const version = 10;

/** A snapshot with another identity was made by a program that interprets the log in another way. */
const identity = JSON.stringify({
  what: 'keyledger token-validity index',
  version,
  eventTypes: createHash('sha256').update(JSON.stringify(eventTypes)).digest('hex'),
  endianness: endianness(),
});

/** People and organizations take space too, and the old snapshot still exists while the new one is written. */
const roomFactor = 2;

/** The index as of one position of the log. docs/decisions/0014 says when it is made, and when it is trusted. */
export interface Snapshot {
  readonly validity: TokenValidity;
  readonly mark: LogMark;
}

const pathOf = (directory: string) => join(directory, 'validity.snapshot');

/** The data directory of a snapshot, and the 32-byte key without which nobody can make a trusted one. */
export interface SnapshotPlace {
  readonly directory: string;
  readonly key: Uint8Array;
}

/**
 * Writes the index as of `mark` atomically, and in it nothing that the log does not contain.
 *
 * @throws WritingStopped when `shouldStop` returned true, DiskFull when the log might need the space; the previous snapshot is still there
 * then
 */
export function saveSnapshot({ directory, key }: SnapshotPlace, { validity, mark }: Snapshot, shouldStop = () => false): void {
  const path = pathOf(directory);
  const unfinished = `${path}.unfinished`;
  requireRoom(directory, roomFactor * validity.size.bytes);
  try {
    const file = new SnapshotFile(unfinished, shouldStop);
    try {
      const writer = new SnapshotWriter((bytes) => file.put(bytes));
      writer.writeValue(identity);
      writer.writeValue({ position: String(mark.position), eventId: mark.eventId, digest: Buffer.from(mark.digest).toString('hex') });
      validity.save(writer);
      writer.finish(key);
      file.sync();
    } finally {
      file.close();
    }
    renameSync(unfinished, path);
    syncDirectory(dirname(path));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Null when there is no usable snapshot, for whatever reason: the log contains everything that it would. */
export async function loadSnapshot(place: SnapshotPlace): Promise<Snapshot | null> {
  const found = await examineSnapshot(place);
  return typeof found === 'string' ? null : found;
}

/**
 * Returns the snapshot, or why there is no usable one: `none` was written; `another program`, which interprets events in another way, wrote
 * it; or it was `changed`, as its MAC shows.
 */
export async function examineSnapshot({ directory, key }: SnapshotPlace): Promise<Snapshot | 'none' | 'another program' | 'changed'> {
  if (!existsSync(pathOf(directory))) return 'none';
  try {
    const reader = new SnapshotReader(pathOf(directory));
    try {
      if (reader.readValue() !== identity) return 'another program';
      return await read(reader, key);
    } finally {
      reader.close();
    }
  } catch {
    return 'changed';
  }
}

/** When the snapshot of a data directory was written, in milliseconds since 1970; null without one. */
export function snapshotWrittenAtMs(directory: string): number | null {
  return statSync(pathOf(directory), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Deletes the snapshot of a data directory, if there is one; the next start reads the log instead. */
export function removeSnapshot(directory: string): void {
  rmSync(pathOf(directory), { force: true });
}

/** A digest that identifies the content of an index; nothing is stored for it. */
export function digestOf(validity: TokenValidity): string {
  const writer = new SnapshotWriter(() => {});
  validity.save(writer);
  return writer.finish(Buffer.alloc(0)).toString('hex');
}

async function read(reader: SnapshotReader, key: Uint8Array): Promise<Snapshot> {
  const { position, eventId, digest } = reader.readValue();
  const mark = { position: BigInt(position), eventId, digest: Buffer.from(digest, 'hex') };
  const validity = new TokenValidity();
  validity.load(reader);
  await reader.finish(key);
  if (validity.position !== mark.position) throw new SnapshotDamaged();
  return { validity, mark };
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
