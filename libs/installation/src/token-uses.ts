import { join } from 'node:path';
import { DisposableDatabase } from '#sqlite/disposable-database';
import type { Sqlite, Statement } from '#sqlite/sqlite-driver';

export interface TokenUse {
  readonly tokenId: string;
  /** ISO-8601 UTC. */
  readonly usedAt: string;
  /** Network address and user agent, sealed under the key of the token's owner; null once that was destroyed. */
  readonly from: string | null;
}

/** When the generation before the newest was last used, of a token whose credential was replaced with an overlap. */
export interface PreviousUse {
  readonly tokenId: string;
  readonly generation: number;
  /** ISO-8601 UTC. */
  readonly usedAt: string;
}

const schema = `CREATE TABLE IF NOT EXISTS token_uses (token_id TEXT PRIMARY KEY, used_at TEXT NOT NULL, sealed_from TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS previous_uses (token_id TEXT PRIMARY KEY, generation INTEGER NOT NULL, used_at TEXT NOT NULL) WITHOUT ROWID`;

/** The time of each token's last use. No event is written for a use, so this table cannot be rebuilt, and no decision depends on it. */
export class TokenUses {
  readonly #file: DisposableDatabase;
  /** The statement belongs to the current file: a damaged file is replaced. */
  #read: { readonly of: Sqlite; readonly statement: Statement } | null = null;

  constructor(directory: string) {
    this.#file = new DisposableDatabase(join(directory, 'token-uses.db'), schema);
  }

  record(uses: readonly TokenUse[]): void {
    this.#file.transact((database) => {
      const upsert = database.prepare('INSERT OR REPLACE INTO token_uses (token_id, used_at, sealed_from) VALUES (?, ?, ?)');
      for (const { tokenId, usedAt, from } of uses) upsert.run(tokenId, usedAt, from);
    });
  }

  /** Of a token, the use of one generation is kept, since there is one at most before the newest. */
  recordPrevious(uses: readonly PreviousUse[]): void {
    this.#file.transact((database) => {
      const upsert = database.prepare('INSERT OR REPLACE INTO previous_uses (token_id, generation, used_at) VALUES (?, ?, ?)');
      for (const { tokenId, generation, usedAt } of uses) upsert.run(tokenId, generation, usedAt);
    });
  }

  /** Null for a generation that was never used, as far as it was stored. */
  previousUsedAt(tokenId: string, generation: number): string | null {
    const select = 'SELECT used_at FROM previous_uses WHERE token_id = ? AND generation = ?';
    const row = this.#file.use((database) => database.prepare(select).get(tokenId, generation));
    return (row as { used_at?: string } | undefined)?.used_at ?? null;
  }

  usedAt(tokenId: string): string | null {
    return this.lastUse(tokenId)?.usedAt ?? null;
  }

  /** Null for a token that was never used, as far as it was stored. */
  lastUse(tokenId: string): Pick<TokenUse, 'usedAt' | 'from'> | null {
    const row = this.#file.use((database) => this.#readOf(database).get(tokenId));
    const { used_at, sealed_from } = (row ?? {}) as { used_at?: string; sealed_from?: string | null };
    return used_at === undefined ? null : { usedAt: used_at, from: sealed_from ?? null };
  }

  #readOf(database: Sqlite): Statement {
    if (this.#read?.of !== database) {
      this.#read = { of: database, statement: database.prepare('SELECT used_at, sealed_from FROM token_uses WHERE token_id = ?') };
    }
    return this.#read.statement;
  }

  close(): void {
    this.#file.close();
  }
}
