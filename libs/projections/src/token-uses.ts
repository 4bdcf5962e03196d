import { join } from 'node:path';
import { openDisposable, type Sqlite } from '#event-store/sqlite-driver';

export interface TokenUse {
  readonly tokenId: string;
  /** ISO-8601 UTC. */
  readonly usedAt: string;
  /** Network address and user agent, sealed under the key of the token's owner; null once that was destroyed. */
  readonly from: string | null;
}

const schema = 'CREATE TABLE IF NOT EXISTS token_uses (token_id TEXT PRIMARY KEY, used_at TEXT NOT NULL, sealed_from TEXT) WITHOUT ROWID';

/** When each token was last used. No event is written for a use, so this cannot be rebuilt, and nothing is decided by it. */
export class TokenUses {
  readonly #database: Sqlite;

  constructor(directory: string) {
    this.#database = openDisposable(join(directory, 'token-uses.db'), { journalMode: 'wal', synchronous: 'normal' }, schema);
  }

  record(uses: readonly TokenUse[]): void {
    const upsert = this.#database.prepare('INSERT OR REPLACE INTO token_uses (token_id, used_at, sealed_from) VALUES (?, ?, ?)');
    this.#database.exec('BEGIN');
    for (const { tokenId, usedAt, from } of uses) upsert.run(tokenId, usedAt, from);
    this.#database.exec('COMMIT');
  }

  usedAt(tokenId: string): string | null {
    const row = this.#database.prepare('SELECT used_at FROM token_uses WHERE token_id = ?').get(tokenId) as { used_at: string } | undefined;
    return row?.used_at ?? null;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
