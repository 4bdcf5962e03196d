import { chain, genesisDigest } from './canonical.js';
import type { Position } from './envelope.js';
import type { Head } from './head-file.js';
import type { Sqlite } from './sqlite-driver.js';

const pageEvents = 1000;

/** The log is not what was written. The process must not start on it: answers would be made up. */
export class LogDamaged extends Error {}

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * Reads the whole log and checks that each event is the one that was chained, that its row says the same as its bytes, and
 * that the log does not end before the head that was once reached.
 *
 * @returns position and digest of the last event (0 and the genesis digest for an empty log)
 * @throws LogDamaged naming the first position that does not fit
 */
export function verifyLog(database: Sqlite, head: Head | null): { position: Position; digest: Buffer } {
  checkIndex(database);
  const read = database.prepare(
    'SELECT position, stream, revision, id, body, digest FROM events WHERE position > ? ORDER BY position LIMIT ?',
  );
  let position = 0;
  let digest: Buffer = genesisDigest;
  for (;;) {
    const rows = read.all(position, pageEvents) as Row[];
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.position !== position + 1) throw new LogDamaged(`The event log has no event at position ${position + 1}.`);
      position = row.position;
      digest = chain(digest, row.body);
      checkRow(row, digest);
      if (head?.position === BigInt(position) && !digest.equals(head.digest)) {
        throw new LogDamaged(`The event log is not the one whose head was written: position ${position} has another digest.`);
      }
    }
  }
  if (head && head.position > BigInt(position)) {
    throw new LogDamaged(
      `The event log ends at position ${position}, but had reached position ${head.position}: newer events are missing.`,
    );
  }
  return { position: BigInt(position), digest };
}

/** Streams are read through an index, which the digests do not cover: it must lead to every event and to nothing else. */
function checkIndex(database: Sqlite): void {
  const { integrity_check: found } = database.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
  if (found !== 'ok') throw new LogDamaged(`The event log's database is damaged: ${found.replace(/\s+/g, ' ').trim()}.`);
}

function checkRow({ position, stream, revision, id, body, digest }: Row, expected: Buffer): void {
  if (!expected.equals(digest)) throw new LogDamaged(`The event at position ${position} is not the one that was written there.`);
  const envelope = JSON.parse(Buffer.from(body).toString('utf8'));
  if (envelope.stream !== stream || envelope.revision !== revision || envelope.id !== id) {
    throw new LogDamaged(`The row at position ${position} does not say what its event says.`);
  }
}
