import * as Cascade from '#domain/cascade';
import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import type { Clock } from '#event-store/clock';
import type { Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import type { Ledger, Origin } from '#event-store/handle-command';
import { toEvent } from '#event-store/upcast';
import type { TokenValidity } from '#projections/token-validity';
import type { Job } from './job-queue.js';
import type { TokensHit } from './tokens-hit.js';

/**
 * Does what a deadline asks for. Each may run twice, late, or after a crash in its middle: the result is complete and single.
 * A job that speaks of what this log does not know was left behind by another log, and there is nothing to do for it.
 */
export class JobRunner {
  constructor(
    private readonly store: EventStore,
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly tokensHit: TokensHit,
    private readonly clock: Clock,
  ) {}

  async run({ id, kind, subject }: Job): Promise<void> {
    switch (kind) {
      case 'token-expiry':
        return this.#recordExpiry(subject);
      case 'cascade':
        return this.#recordCascade(id.slice('cascade '.length), subject);
      case 'key-activation':
        return this.#activateKey(subject);
    }
  }

  async #recordExpiry(tokenId: string): Promise<void> {
    const row = this.validity.tokens.byId(tokenId);
    if (!row) return;
    const command = { type: 'RecordExpiry', at: new Date(this.clock.machineMs()).toISOString() } as const;
    await this.ledger.handle(Token.decider, Token.streamOf(tokenId), command, this.#origin(row.organizationId, tokenId, null));
  }

  async #recordCascade(causeId: string, stream: string): Promise<void> {
    const cause = (await this.store.readStream(stream)).find(({ id }) => id === causeId);
    if (!cause) return;
    const record = Cascade.streamOf(causeId);
    // While the deadlines are made again, what was done long ago is due once more, and to look for its tokens takes long.
    if ((await this.ledger.load(Cascade.decider, record)).state.completed) return;
    const { ownerId, effect } = hitBy(cause);
    const origin = this.#origin(cause.organizationId, cause.correlationId, cause.id);
    const parts = this.#partsOf(ownerId, cause, effect);
    await this.ledger.handleEach(Cascade.decider, record, parts, origin);
  }

  async *#partsOf(ownerId: string, cause: Recorded, effect: Cascade.Effect): AsyncGenerator<Cascade.Command> {
    for await (const part of this.tokensHit.by(cause, ownerId)) yield { type: 'RecordCascade', effect, ownerId, ...part };
  }

  async #activateKey(kid: string): Promise<void> {
    const { state } = await this.ledger.load(Installation.decider, Installation.stream);
    if (state.keys[kid] !== 'published') return;
    const command = { type: 'ActivateSigningKey', kid } as const;
    await this.ledger.handle(Installation.decider, Installation.stream, command, this.#origin(null, kid, null));
  }

  #origin(organizationId: string | null, correlationId: string, causationId: string | null): Origin {
    return { actor: { kind: 'system', id: 'worker' }, organizationId, correlationId, causationId, requestId: null, position: null };
  }
}

function hitBy(cause: Recorded): { ownerId: string; effect: Cascade.Effect } {
  const event = toEvent<DomainEvent>(cause);
  if (event.type === 'ServiceAccountReleased') return { ownerId: event.serviceAccountId, effect: 'revoked' };
  const ownerId = cause.stream.slice('user-'.length);
  if (event.type === 'UserDisabled') return { ownerId, effect: 'suspended' };
  return { ownerId, effect: event.type === 'UserEnabled' ? 'resumed' : 'revoked' };
}
