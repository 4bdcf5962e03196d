import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { endianness } from 'node:os';
import { dirname, join } from 'node:path';
import { eventTypes } from '#domain/events';
import { requireRoom } from '#event-store/disk-room';
import type { LogMark } from '#event-store/verify-log';
import { SnapshotDamaged, SnapshotReader, SnapshotWriter } from './snapshot-stream.js';
import { TokenValidity } from './token-validity.js';

/** Raised after any change to what the index makes of events, or to how its parts are saved: older snapshots are ignored then. */
const version = 4;

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

/**
 * Writes the index as it is at `mark`: a file that is whole or not there, and holds nothing that the log does not.
 *
 * @throws WritingStopped when `shouldStop` said so, DiskFull when the log might need the room; what was there before is still there
 */
export function saveSnapshot(directory: string, { validity, mark }: Snapshot, shouldStop: () => boolean = () => false): void {
  const path = pathOf(directory);
  const unfinished = `${path}.unfinished`;
  requireRoom(directory, roomFactor * validity.size.bytes);
  try {
    const writer = new SnapshotWriter(unfinished, shouldStop);
    try {
      writer.writeValue(identity);
      writer.writeValue({ position: String(mark.position), eventId: mark.eventId, digest: mark.digest.toString('hex') });
      validity.save(writer);
      writer.finish();
    } finally {
      writer.close();
    }
    renameSync(unfinished, path);
    syncDirectory(dirname(path));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Null for whatever reason there is none that can be used: the log has everything that is in it. */
export async function loadSnapshot(directory: string): Promise<Snapshot | null> {
  try {
    const reader = new SnapshotReader(pathOf(directory));
    try {
      return await read(reader);
    } finally {
      reader.close();
    }
  } catch {
    return null;
  }
}

export function removeSnapshot(directory: string): void {
  rmSync(pathOf(directory), { force: true });
}

async function read(reader: SnapshotReader): Promise<Snapshot> {
  if (reader.readValue() !== identity) throw new SnapshotDamaged();
  const { position, eventId, digest } = reader.readValue();
  const mark = { position: BigInt(position), eventId, digest: Buffer.from(digest, 'hex') };
  const validity = new TokenValidity();
  validity.load(reader);
  await reader.finish();
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
