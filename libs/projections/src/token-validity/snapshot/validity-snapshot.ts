import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { endianness } from 'node:os';
import { dirname, join } from 'node:path';
import { eventTypes } from '#domain/events';
import type { LogMark } from '#event-store/embedded/log-marks';
import { requireRoom } from '#sqlite/free-space';
import { TokenValidity } from '../token-validity.js';
import { SnapshotDamaged, SnapshotFile, SnapshotReader, SnapshotWriter } from './snapshot-stream.js';

/** Raised after any change to what the index makes of events, or to how its parts are saved: older snapshots are ignored then. */
const version = 7;

/** A snapshot that says anything else here was made by a program that read the log in another way. */
const identity = JSON.stringify({
  what: 'keyledger token-validity index',
  version,
  eventTypes: createHash('sha256').update(JSON.stringify(eventTypes)).digest('hex'),
  endianness: endianness(),
});

/** People and organizations take room too, and while it is written the old one is still there. */
const roomFactor = 2;

/** The index as it was at one place of the log. docs/decisions/0014 says when it is made, and when believed. */
export interface Snapshot {
  readonly validity: TokenValidity;
  readonly mark: LogMark;
}

const pathOf = (directory: string) => join(directory, 'validity.snapshot');

/** Whose snapshot it is: the directory, and the key without which nobody makes one that is believed, 32 bytes. */
export interface SnapshotPlace {
  readonly directory: string;
  readonly key: Uint8Array;
}

/**
 * Writes the index as it is at `mark`: a file that is whole or not there, and holds nothing that the log does not.
 *
 * @throws WritingStopped when `shouldStop` said so, DiskFull when the log might need the room; what was there before is still there
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

/** Null for whatever reason there is none that can be used: the log has everything that is in it. */
export async function loadSnapshot(place: SnapshotPlace): Promise<Snapshot | null> {
  const found = await examineSnapshot(place);
  return typeof found === 'string' ? null : found;
}

/**
 * The snapshot, or why there is none to use: `none` was written, `another program` wrote it, which made something else of events, or it
 * was `changed`, which is to say that nobody who has the key wrote it so.
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

/** Deletes the snapshot of a data directory, if there is one; the next start reads the log instead. */
export function removeSnapshot(directory: string): void {
  rmSync(pathOf(directory), { force: true });
}

/** Tells one index from any other, and costs no room. */
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
