import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import type { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { FollowUps } from '../follow-ups.js';
import { newId } from '../ids.js';

/**
 * Records the first use of a token's newest generation where that use ends the generation before. The record is made beside the answer,
 * which does not wait for it, and tried again when it fails. The old credential is refused from that event on, so every reader of the log
 * judges it alike. A process that dies before the append leaves the record to the next use.
 */
export class NewestUses {
  /** Previous generations whose end is being recorded, or will be tried again. */
  readonly #pending = new Set<string>();

  constructor(
    private readonly ledger: Ledger,
    private readonly followUps: FollowUps,
    private readonly now: () => string,
  ) {}

  /** `generation` is the one that ends, the one before the generation that was used. */
  note(token: TokenRow, generation: number): Promise<void> {
    const end = () => ({ type: 'EndPreviousGeneration', generation, reason: 'newest-used', by: 'system', at: this.now() }) as const;
    return this.#end(`${token.id} ${generation}`, token, end);
  }

  /** The API key whose successor was used ends as a whole. */
  noteSuccessor(replaced: TokenRow): Promise<void> {
    return this.#end(replaced.id, replaced, () => ({ type: 'RevokeToken', reason: 'revoked', by: 'system', cause: 'rotated' }));
  }

  async #end(key: string, { id, organizationId }: TokenRow, end: () => Token.Command): Promise<void> {
    if (this.#pending.has(key)) return;
    this.#pending.add(key);
    const actor: Actor = { kind: 'system', id: 'api' };
    const origin = { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
    const isSettled = await this.followUps.attempt('the end of a credential whose successor was used is recorded', async () => {
      await this.ledger.on(Token.stream(id)).handle(end(), origin);
      this.#pending.delete(key);
    });
    if (!isSettled) this.#pending.delete(key);
  }
}
