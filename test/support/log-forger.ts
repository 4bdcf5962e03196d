import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalBytes, chain, genesisDigest } from '#event-store/canonical';
import type { Envelope } from '#event-store/envelope';
import { openSqlite, type Sqlite } from '#sqlite/sqlite-driver';

/**
 * Writes a log anew as somebody does who can write the data directory and has no key: events are what `change` makes of them (null
 * for one that is left out), numbered without gaps, each chained to the one before, and `head` names the last of them. The seals of
 * the genuine log stay where there is still an event.
 */
export function forgeLog(directory: string, change: (event: Envelope, position: number) => Envelope | null, more: Envelope[] = []): void {
  const database = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'normal' });
  const rows = database.prepare('SELECT position, CAST(body AS TEXT) AS text, seal FROM events ORDER BY position').all() as Row[];
  const kept = rows.flatMap(({ position, text, seal }) => {
    const event = change(JSON.parse(text), position);
    return event === null ? [] : [{ event, seal }];
  });
  const revisions = new Map<string, number>();
  const lastSeal = rows.at(-1)?.seal ?? null;
  database.exec('BEGIN; DELETE FROM events');
  let digest: Buffer = genesisDigest;
  let position = 0;
  for (const { event, seal } of [...kept, ...more.map((event) => ({ event, seal: lastSeal }))]) {
    const revision = (revisions.get(event.stream) ?? -1) + 1;
    revisions.set(event.stream, revision);
    position += 1;
    const body = canonicalBytes({ ...event, revision });
    digest = chain(digest, body);
    insert(database, position, { ...event, revision }, body, digest, seal);
  }
  database.exec('COMMIT');
  database.close();
  const head = Buffer.alloc(40);
  head.writeBigUInt64BE(BigInt(position), 0);
  digest.copy(head, 8);
  writeFileSync(join(directory, 'head'), head);
}

interface Row {
  readonly position: number;
  readonly text: string;
  readonly seal: Uint8Array | null;
}

function insert(database: Sqlite, position: number, event: Envelope, body: Buffer, digest: Buffer, seal: Uint8Array | null): void {
  database
    .prepare('INSERT INTO events (position, stream, revision, id, body, digest, seal) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(position, event.stream, event.revision, event.id, body, digest, seal);
}

/** What a thief does not leave behind who wants the index to be made from the log. */
export const removeSnapshotOf = (directory: string) => rmSync(join(directory, 'validity.snapshot'), { force: true });
