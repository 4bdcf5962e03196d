import { LRUCache } from 'lru-cache';
import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import type { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { newId } from '../ids.js';

const recordedMax = 10_000;

/**
 * Records that a personal token which was rotated away was presented again: its owner, or a thief, holds a copy of what the other has
 * replaced. Once for each generation, since the stream remembers; nobody who is refused waits for it.
 */
export class SupersededTokens {
  /** Those whose record is made or on its way. What is forgotten here, the stream still knows. */
  readonly #recorded = new LRUCache<string, true>({ max: recordedMax });

  constructor(private readonly ledger: Ledger) {}

  note({ id, organizationId }: TokenRow, generation: number): void {
    const key = `${id} ${generation}`;
    if (this.#recorded.has(key)) return;
    this.#recorded.set(key, true);
    const actor: Actor = { kind: 'system', id: 'api' };
    const origin = { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
    // What cannot be recorded now is recorded when it is presented next.
    this.ledger
      .on(Token.stream(id))
      .handle({ type: 'RecordSuperseded', generation }, origin)
      .catch(() => this.#recorded.delete(key));
  }
}
