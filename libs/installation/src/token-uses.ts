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

const schema = 'CREATE TABLE IF NOT EXISTS token_uses (token_id TEXT PRIMARY KEY, used_at TEXT NOT NULL, sealed_from TEXT) WITHOUT ROWID';

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
