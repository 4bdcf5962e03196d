import * as Cascade from '#domain/cascade';
import * as Email from '#domain/email';
import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import type { Clock } from '#event-store/clock';
import type { Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import type { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { toEvent } from '#event-store/upcast';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { Job } from './job-queue.js';
import type { LiveCredentials } from './live-credentials.js';
import type { TokensHit } from './tokens-hit.js';

/**
 * Does the work of a deadline. Each job may run twice, late, or after a crash in its middle; handlers are idempotent, so the result is
 * complete and recorded once. A job about things that this log does not contain was left behind by another log, and is skipped.
 */
export class JobRunner {
  constructor(
    private readonly store: EventStore,
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly tokensHit: TokensHit,
    private readonly liveCredentials: LiveCredentials,
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
      case 'address-release':
        return this.#releaseAddress(subject);
    }
  }

  async #recordExpiry(tokenId: string): Promise<void> {
    const row = this.validity.tokens.byId(tokenId);
    if (!row) return;
    const command: Token.Command = { type: 'RecordExpiry', at: new Date(this.clock.machineMs()).toISOString() };
    await this.ledger.on(Token.stream(tokenId)).handle(command, this.#origin(row.organizationId, tokenId, null));
  }

  async #recordCascade(causeId: string, stream: string): Promise<void> {
    const cause = (await this.store.readStream(stream)).find(({ id }) => id === causeId);
    if (!cause) return;
    const record = Cascade.stream(causeId);
    // While the deadlines read model is being rebuilt, completed work is due again, and searching for its tokens takes long.
    if ((await this.ledger.on(record).load()).state.completed) return;
    const { ownerId, effect } = hitBy(cause);
    const origin = this.#origin(cause.organizationId, cause.correlationId, cause.id);
    const parts = this.#partsOf(ownerId, cause, effect);
    await this.ledger.on(record).handleEach(parts, origin);
  }

  async *#partsOf(ownerId: string, cause: Recorded, effect: Cascade.Effect): AsyncGenerator<Cascade.Command> {
    for await (const part of this.tokensHit.by(cause, ownerId)) yield { type: 'RecordCascade', effect, ownerId, ...part };
  }

  async #activateKey(kid: string): Promise<void> {
    const { state } = await this.ledger.on(Installation.stream()).load();
    if (state.keys[kid] !== 'published') return;
    await this.ledger.on(Installation.stream()).handle({ type: 'ActivateSigningKey', kid }, this.#origin(null, kid, null));
  }

  /**
   * The person's stream decides first, so that no reset link that was issued meanwhile can set a password for a released address. A person
   * who owns an organization or holds a credential keeps the address, and is checked again later.
   */
  async #releaseAddress(userId: string): Promise<void> {
    const user = this.validity.principals.users.get(userId);
    if (!user) return;
    const address = Email.stream(user.emailDigest);
    const { state } = await this.ledger.on(address).load();
    if (state.userId !== userId || !state.provisional) return;
    const origin = this.#origin(user.homeOrganizationId, userId, null);
    if (!(await this.#hasGivenUp(userId)) && !(await this.#giveUpAddress(userId, origin))) return;
    await this.ledger.on(address).handle({ type: 'ReleaseEmail', userId }, origin);
  }

  async #hasGivenUp(userId: string): Promise<boolean> {
    const { state } = await this.ledger.on(User.stream(userId)).load();
    return state.status !== 'absent' && state.addressGivenUp;
  }

  async #giveUpAddress(userId: string, origin: Origin): Promise<boolean> {
    if (this.#isOwner(userId) || (await this.liveCredentials.areHeldBy(userId))) return false;
    // An ownership may have been granted while credentials were being searched for.
    const { name, decider } = User.stream(userId);
    const decide: typeof decider.decide = (before, command) => (this.#isOwner(userId) ? [] : decider.decide(before, command));
    const unlessOwner = { name, decider: { ...decider, decide } };
    const { state } = await this.ledger.on(unlessOwner).handle({ type: 'GiveUpAddress' }, origin);
    return state.status !== 'absent' && state.addressGivenUp;
  }

  #isOwner(userId: string): boolean {
    return [...this.validity.principals.organizations.values()].some(({ owners }) => Object.hasOwn(owners, userId));
  }

  #origin(organizationId: string | null, correlationId: string, causationId: string | null): Origin {
    return { actor: { kind: 'system', id: 'worker' }, organizationId, correlationId, causationId, requestId: null };
  }
}

type Cause = Extract<DomainEvent, { type: Cascade.CauseType }>;

function hitBy(cause: Recorded): { ownerId: string; effect: Cascade.Effect } {
  const event = toEvent<Cause>(cause);
  return { ownerId: ownerIdOf(event, cause.stream), effect: Cascade.effects[event.type] };
}

function ownerIdOf(event: Cause, stream: string): string {
  switch (event.type) {
    case 'ServiceAccountReleased':
      return event.serviceAccountId;
    case 'UserDisabled':
    case 'UserEnabled':
    case 'PersonalDataErased':
      return stream.slice('user-'.length);
  }
}
