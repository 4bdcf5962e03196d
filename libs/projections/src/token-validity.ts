import { type DomainEvent, eventTypes } from '#domain/events';
import { judge, type Limits, type Presented, type Verdict } from '#domain/verdict';
import type * as Verifier from '#domain/verifier';
import type { Position, Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { PositionWaiters } from './position-waiters.js';
import { PrincipalRows } from './principal-rows.js';
import { type TokenRow, TokenRows } from './token-rows.js';
import { type VerifierRow, VerifierRows } from './verifier-rows.js';

/**
 * The token-validity index: everything a verdict needs, in memory, fed by nothing but events in log order. There is no
 * cache in front of it, so a change counts from the moment that its event was applied.
 */
export class TokenValidity {
  readonly tokens = new TokenRows();
  readonly principals = new PrincipalRows();
  readonly verifiers = new VerifierRows();
  /** Streams with an event of a type or version that this program does not know: nothing on them is valid. */
  readonly #notUnderstood = new Set<string>();
  readonly #waiters = new PositionWaiters();
  #position: Position | null = null;
  #logId: string | null = null;

  /** The place in the log that every answer is at least as new as; null before the first event. */
  get position(): Position | null {
    return this.#position;
  }

  /** Id of the event that began this log; positions only mean something together with it. */
  get logId(): string {
    return this.#logId ?? '';
  }

  apply(events: readonly Recorded[]): void {
    for (const recorded of events) {
      try {
        this.#applyOne(recorded);
      } catch {
        // Of a shape that cannot be read: nothing on its stream is valid, and everything else goes on.
        this.#notUnderstood.add(recorded.stream);
      }
      this.#position = recorded.position;
    }
    if (this.#position !== null) this.#waiters.reached(this.#position);
  }

  /** Resolves true once `position` was applied, false when that takes longer than `withinMs`. */
  reached(position: Position, withinMs: number): Promise<boolean> {
    if (this.#position !== null && this.#position >= position) return Promise.resolve(true);
    return this.#waiters.until(position, withinMs);
  }

  /** Judges the token with this row as it was presented, at this moment. */
  verdict(row: TokenRow | undefined, presented: Presented, limits: Limits, nowMs: number): Verdict {
    if (!row || this.#isBlocked(row)) return { active: false, reason: 'unknown' };
    const { ownerKind, ownerId, organizationId } = row;
    const owner = this.principals.ownerFacts(ownerKind, ownerId, organizationId);
    const membership = this.principals.membership(ownerKind, ownerId, organizationId);
    const settings = this.principals.organizations.get(organizationId)?.settings;
    return judge(row, owner, membership, settings, presented, limits, nowMs);
  }

  /** The verifier whose credential has this look-up key, unless something on its stream is not understood. */
  verifier(lookup: string): VerifierRow | undefined {
    const row = this.verifiers.byLookup(lookup);
    return row && this.#notUnderstood.has(`verifier-${row.id}`) ? undefined : row;
  }

  #applyOne(recorded: Recorded): void {
    const known = eventTypes[recorded.type as DomainEvent['type']];
    if (!known || recorded.schemaVersion > known.schemaVersion) {
      if (recorded.critical) this.#notUnderstood.add(recorded.stream);
      return;
    }
    const [kind, id] = partsOf(recorded.stream);
    const event = toEvent<DomainEvent>(recorded);
    if (event.type === 'RestoreDeclared') this.verifiers.voidCredentials();
    if (event.type === 'LogCreated') this.#logId = recorded.id;
    else if (kind === 'token')
      this.tokens.apply(id, event as Parameters<TokenRows['apply']>[1], { ...recorded, organizationId: recorded.organizationId ?? '' });
    else if (kind === 'verifier') this.verifiers.apply(id, event as Verifier.Event, recorded.occurredAt);
    else this.principals.apply(id, event, recorded);
  }

  #isBlocked({ id, ownerKind, ownerId, organizationId }: TokenRow): boolean {
    if (this.#notUnderstood.size === 0) return false;
    const ownerStream = ownerKind === 'user' ? `user-${ownerId}` : `serviceaccount-${ownerId}`;
    const streams = [`token-${id}`, ownerStream, `organization-${organizationId}`, `membership-${organizationId}-${ownerId}`];
    return this.#notUnderstood.has('installation') || streams.some((stream) => this.#notUnderstood.has(stream));
  }
}

/** `token-<id>` → `['token', '<id>']`. */
function partsOf(stream: string): [string, string] {
  const dash = stream.indexOf('-');
  return dash < 0 ? [stream, ''] : [stream.slice(0, dash), stream.slice(dash + 1)];
}
