import { confirmationSeconds } from '#domain/token.terms';
import type { Actor } from '#event-store/envelope';
import type { RowFinder } from './row-finder.js';
import type { TokenColumns } from './token-columns.js';
import { newKey, readUuid } from './token-key.js';

/** The tokens that requests were made with, as the actor of an event names them. */
export class ActingTokens {
  readonly #columns: TokenColumns;
  readonly #finder: RowFinder;
  readonly #key = newKey();

  constructor(columns: TokenColumns, finder: RowFinder) {
    this.#columns = columns;
    this.#finder = finder;
  }

  /** The row of the credential that authenticated the request; -1 where there was none. */
  rowOf({ credentialId }: Actor): number {
    return credentialId !== undefined && readUuid(credentialId, this.#key) ? this.#finder.byId(this.#key) : -1;
  }

  /** Whether the actor proved the password in a session so lately that the session could give rights. */
  isConfirmedSession(actor: Actor, at: string): boolean {
    const row = this.rowOf(actor);
    const confirmedAtMs = row < 0 || this.#columns.kind(row) !== 'session' ? null : this.#columns.confirmedAtMs(row);
    return confirmedAtMs !== null && Date.parse(at) < confirmedAtMs + confirmationSeconds * 1000;
  }
}
