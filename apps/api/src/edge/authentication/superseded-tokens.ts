import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import type { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { newId } from '../ids.js';
import { lruCache } from '../lru-cache.js';

const recordedMax = 10_000;

/**
 * Records that a rotated-away personal token was presented again: either its owner or a thief holds the old copy. The record is made once
 * for each generation, as the stream remembers, and no refused request waits for it.
 */
export class SupersededTokens {
  /** Tokens whose record is made or being made. The stream still knows what is forgotten here. */
  readonly #recorded = lruCache<string, true>(recordedMax);

  constructor(private readonly ledger: Ledger) {}

  note({ id, organizationId }: TokenRow, generation: number): void {
    const key = `${id} ${generation}`;
    if (this.#recorded.has(key)) return;
    this.#recorded.set(key, true);
    const actor: Actor = { kind: 'system', id: 'api' };
    const origin = { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
    // A record that fails now is made when the token is presented next.
    this.ledger
      .on(Token.stream(id))
      .handle({ type: 'RecordSuperseded', generation }, origin)
      .catch(() => this.#recorded.delete(key));
  }
}
