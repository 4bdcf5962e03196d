import * as Cascade from '#domain/cascade';
import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import type { Clock } from '#event-store/clock';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import type { Ledger, Origin } from '#event-store/handle-command';
import { toEvent } from '#event-store/upcast';
import type { TokenDirectory } from '#projections/token-directory';
import type { TokenRow } from '#projections/token-row';
import type { TokenValidity } from '#projections/token-validity';
import type { Job } from './job-queue.js';

/** Ids that are looked at and recorded at a time: few enough that nobody waits for them. */
const tokensPerPart = 2000;

/** Does what a deadline asks for. Each may run twice, late, or after a crash in its middle: the result is complete and single. */
export class JobRunner {
  constructor(
    private readonly store: EventStore,
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
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
    const organizationId = this.validity.tokens.byId(tokenId)?.organizationId ?? null;
    const command = { type: 'RecordExpiry', at: this.clock.now().toISOString() } as const;
    await this.ledger.handle(Token.decider, Token.streamOf(tokenId), command, this.#origin(organizationId, tokenId, null));
  }

  async #recordCascade(causeId: string, stream: string): Promise<void> {
    const cause = (await this.store.readStream(stream)).find(({ id }) => id === causeId);
    if (!cause) throw new Error(`The event ${causeId} that caused a cascade is not on ${stream}.`);
    const { ownerId, effect } = hitBy(cause);
    const origin = this.#origin(cause.organizationId, cause.correlationId, cause.id);
    const parts = this.#partsOf(ownerId, cause.position, effect);
    await this.ledger.handleEach(Cascade.decider, Cascade.streamOf(causeId), parts, origin);
  }

  /** What the owner held when the cause came: not what was revoked before, nor what was issued or renewed since. */
  async *#partsOf(ownerId: string, causedAt: Position, effect: Cascade.Effect): AsyncGenerator<Cascade.Command> {
    const { tokens } = this.validity;
    for (let after = '', isLast = false; !isLast; ) {
      const ids = await this.directory.idsOfOwner(ownerId, after, tokensPerPart);
      isLast = ids.length < tokensPerPart;
      after = ids.at(-1) ?? after;
      const isHit = (row: TokenRow | undefined) => row && row.order < causedAt && !row.revoked && row.kind !== 'password-reset';
      yield { type: 'RecordCascade', effect, ownerId, tokenIds: ids.filter((id) => isHit(tokens.byId(id))), isLast };
    }
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
