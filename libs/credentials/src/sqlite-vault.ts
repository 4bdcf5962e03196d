import { existsSync } from 'node:fs';
import { copyAtOnce, copyInParts, isDamage, isDiskFailing, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { type IdempotencyRow, type SecretRow, Vault, VaultRefused, VaultUnavailable } from './vault.js';

const schema = `
  CREATE TABLE IF NOT EXISTS data_keys (subject TEXT PRIMARY KEY, wrapped BLOB) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS secrets (
    id TEXT PRIMARY KEY, purpose TEXT NOT NULL, wrapped_key BLOB NOT NULL, sealed BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS creations (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, created_id TEXT NOT NULL, finished INTEGER NOT NULL, started_at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS creations_by_time ON creations (started_at);
  CREATE TABLE IF NOT EXISTS log_mark (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL)`;

/** Reads the log's mark from a vault that is open elsewhere; undefined when there is none, as in any vault of version 0.1.0. */
export function logMarkIn(database: Sqlite): string | undefined {
  const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'log_mark'").get() !== undefined;
  return isThere ? (database.prepare('SELECT text FROM log_mark').get() as { text: string } | undefined)?.text : undefined;
}

/** The mark is removed from a copy, since a restored vault must not vouch for a log. */
export const dropLogMark = 'DROP TABLE IF EXISTS log_mark';

interface OpenOptions {
  readonly logExists?: boolean;
  readonly onFatal?: (error: unknown) => void;
}

/** The vault in a file of its own, without a write-ahead log, which would keep old pages and with them deleted secrets. */
export class SqliteVault extends Vault {
  readonly #database: Sqlite;
  readonly #statements;

  readonly #onFatal: (error: unknown) => void;
  #failed = false;
  #deletions = 0;

  private constructor(path: string, onFatal: (error: unknown) => void) {
    super();
    this.#onFatal = onFatal;
    this.#database = openSqlite(path, { journalMode: 'delete', synchronous: 'full', secureDelete: true });
    this.#database.exec(schema);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#statements = {
      createDataKey: prepare('INSERT INTO data_keys (subject, wrapped) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING'),
      dataKey: prepare('SELECT wrapped FROM data_keys WHERE subject = ?'),
      eraseDataKey: prepare('INSERT INTO data_keys (subject, wrapped) VALUES (?, NULL) ON CONFLICT (subject) DO UPDATE SET wrapped = NULL'),
      putSecret: prepare('INSERT INTO secrets (id, purpose, wrapped_key, sealed) VALUES (?, ?, ?, ?)'),
      replaceSecret: prepare('UPDATE secrets SET wrapped_key = ?, sealed = ? WHERE id = ? AND purpose = ?'),
      secret: prepare('SELECT id, purpose, wrapped_key, sealed FROM secrets WHERE id = ?'),
      secretNames: prepare('SELECT id, purpose FROM secrets WHERE id > ? ORDER BY id LIMIT ?'),
      deleteSecret: prepare('DELETE FROM secrets WHERE id = ?'),
      idempotencyRow: prepare('SELECT * FROM creations WHERE key = ?'),
      putIdempotencyRow: prepare(
        'INSERT OR REPLACE INTO creations (key, fingerprint, created_id, finished, started_at) VALUES (?, ?, ?, ?, ?)',
      ),
      deleteRowsBefore: prepare('DELETE FROM creations WHERE started_at < ?'),
      deleteIdempotencyRow: prepare('DELETE FROM creations WHERE key = ?'),
      putLogMark: prepare('INSERT OR REPLACE INTO log_mark (id, text) VALUES (1, ?)'),
    };
  }

  /**
   * `onFatal` is called once when the disk can no longer be trusted: nothing is kept any more, and the process should end.
   *
   * @param logExists whether the event log already holds an event: then the vault must be there
   * @throws VaultRefused with a sentence that says what is wrong with the file
   */
  static open(path: string, { logExists = false, onFatal = () => {} }: OpenOptions = {}): SqliteVault {
    if (logExists && !existsSync(path)) throw new VaultRefused('is missing, but the event log is not empty');
    try {
      return new SqliteVault(path, onFatal);
    } catch (error) {
      throw isDamage(error) ? new VaultRefused(`is damaged (${(error as Error).message})`) : error;
    }
  }

  override async createDataKey(subject: string, wrapped: Buffer): Promise<Buffer | 'erased'> {
    this.#write(() => this.#statements.createDataKey.run(subject, wrapped));
    return (await this.dataKey(subject)) as Buffer | 'erased';
  }

  override async dataKey(subject: string): Promise<Buffer | 'erased' | undefined> {
    const row = this.#statements.dataKey.get(subject) as { wrapped: Uint8Array | null } | undefined;
    return row && (row.wrapped === null ? 'erased' : Buffer.from(row.wrapped));
  }

  override async eraseDataKey(subject: string): Promise<void> {
    this.#write(() => this.#statements.eraseDataKey.run(subject));
  }

  override async putSecret({ id, purpose, wrappedKey, sealed }: SecretRow): Promise<void> {
    this.#write(() => this.#statements.putSecret.run(id, purpose, wrappedKey, sealed));
  }

  override async replaceSecret({ id, purpose, wrappedKey, sealed }: SecretRow): Promise<void> {
    this.#write(() => this.#statements.replaceSecret.run(wrappedKey, sealed, id, purpose));
  }

  override async secret(id: string): Promise<SecretRow | undefined> {
    const row = this.#statements.secret.get(id) as { id: string; purpose: string; wrapped_key: Uint8Array; sealed: Uint8Array } | undefined;
    return row && { id: row.id, purpose: row.purpose, wrappedKey: Buffer.from(row.wrapped_key), sealed: Buffer.from(row.sealed) };
  }

  override async deleteSecret(id: string): Promise<void> {
    this.#deletions += 1;
    this.#write(() => this.#statements.deleteSecret.run(id));
  }

  override async secretNames(after: string, limit: number): Promise<{ id: string; purpose: string }[]> {
    return this.#statements.secretNames.all(after, limit) as { id: string; purpose: string }[];
  }

  override async idempotencyRow(key: string): Promise<IdempotencyRow | undefined> {
    const row = this.#statements.idempotencyRow.get(key) as Record<string, string | number> | undefined;
    if (!row) return undefined;
    const { fingerprint, created_id, finished, started_at } = row;
    return { key, fingerprint: `${fingerprint}`, createdId: `${created_id}`, finished: finished === 1, startedAt: `${started_at}` };
  }

  override async putIdempotencyRow(
    { key, fingerprint, createdId, finished, startedAt }: IdempotencyRow,
    deleteBefore: string,
  ): Promise<void> {
    this.#write(() => {
      this.#statements.deleteRowsBefore.run(deleteBefore);
      this.#statements.putIdempotencyRow.run(key, fingerprint, createdId, finished ? 1 : 0, startedAt);
    });
  }

  override async deleteIdempotencyRow(key: string): Promise<void> {
    this.#write(() => this.#statements.deleteIdempotencyRow.run(key));
  }

  override async logMark(): Promise<string | undefined> {
    return logMarkIn(this.#database);
  }

  override async putLogMark(text: string): Promise<void> {
    this.#write(() => this.#statements.putLogMark.run(text));
  }

  /**
   * A full disk may have space again later; after a failed write or sync the state of the disk is unknown, and no later one proves
   * anything.
   */
  #write(work: () => void): void {
    if (this.#failed) throw new VaultUnavailable('The vault stopped after a failed write.');
    try {
      work();
    } catch (error) {
      if (isDiskFailing(error)) {
        this.#failed = true;
        this.#onFatal(error);
      }
      throw new VaultUnavailable(`Nothing was kept in the vault: ${(error as Error).message}.`);
    }
  }

  /** The number of secrets deleted since the vault was opened: while it stays the same, a secret that an event names still exists. */
  get deletions(): number {
    return this.#deletions;
  }

  /** Copies the vault, which may be in use, into a new file. */
  copyTo(path: string): Promise<void> {
    return copyInParts(this.#database, path);
  }

  /** Like `copyTo`, but synchronous. */
  copyAtOnce(path: string): void {
    copyAtOnce(this.#database, path);
  }

  override close(): void {
    this.#database.close();
  }
}
