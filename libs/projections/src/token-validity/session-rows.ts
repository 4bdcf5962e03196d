import type { TokenColumns } from './token-columns.js';
import type { TokenOwner, TokenOwners } from './token-owners.js';

/** The sessions of each owner, as a chain of rows, and when they were used last. */
export class SessionRows {
  readonly #columns: TokenColumns;
  readonly #owners: TokenOwners;

  constructor(columns: TokenColumns, owners: TokenOwners) {
    this.#columns = columns;
    this.#owners = owners;
  }

  begin(row: number, owner: TokenOwner): void {
    this.#columns.setPreviousSession(row, owner.newestSession);
    owner.newestSession = row;
  }

  /** The rows of the person's sessions in every organization that began later than the one with this row, newest first in each. */
  *after(ownerId: string, row: number): Generator<number> {
    for (const { newestSession } of this.#owners.ofOwner(ownerId)) {
      for (let each = newestSession; each > row; each = this.#columns.previousSession(each)) yield each;
    }
  }

  /** Returns false for a time (ISO-8601 UTC) that is none. */
  see(row: number, at: string, isConfirmed: boolean): boolean {
    const lastSeenMs = Date.parse(at);
    if (Number.isNaN(lastSeenMs)) return false;
    const facts = this.#columns.facts(row);
    this.#columns.setFacts(row, { ...facts, lastSeenMs, confirmedAtMs: isConfirmed ? lastSeenMs : facts.confirmedAtMs });
    return true;
  }
}
