import { type DomainEvent, type EventType, eventTypes } from '#domain/events';
import { judge, type Limits, type Presented, type Verdict } from '#domain/verdict';
import type * as Verifier from '#domain/verifier';
import type { Position, Recorded } from '#event-store/envelope';
import { toEvent, upcast } from '#event-store/upcast';
import { PositionWaiters } from '../position-waiters.js';
import { PrincipalRows } from './principal-rows.js';
import type { OwnerRows } from './principals.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import type { TokenRow } from './token-row.js';
import { streamPrefix, TokenTable } from './token-table.js';
import { type VerifierRow, VerifierRows } from './verifier-rows.js';

/**
 * The token-validity index: everything a verdict needs, in memory, fed only by events in log order. There is no cache in front of it, so a
 * change counts as soon as its event is applied.
 */
export class TokenValidity {
  readonly principals = new PrincipalRows();
  readonly tokens = new TokenTable((id) => this.principals.sharedId(id));
  readonly verifiers = new VerifierRows();
  /** Streams with an event of an unknown type or version: nothing on them is valid. */
  readonly #notUnderstood = new Set<string>();
  readonly #waiters = new PositionWaiters();
  #position: Position | null = null;
  #logId: string | null = null;
  #sessionIdleSeconds: number | null = null;
  #lastType = '';
  #lastKnown: EventType | undefined;

  /** The position that every answer reflects at least; null before the first event. */
  get position(): Position | null {
    return this.#position;
  }

  /** The id of the event that began this log; a position is meaningful only together with it. */
  get logId(): string {
    return this.#logId ?? '';
  }

  /** After so long unused a session is over; null where the log does not say it, as before there was an event that does. */
  get sessionIdleSeconds(): number | null {
    return this.#sessionIdleSeconds;
  }

  /** The number of tokens in the index and the size of their rows in bytes. Reading it is cheap enough for every scrape of the metrics. */
  get size(): { readonly tokens: number; readonly bytes: number } {
    return { tokens: this.tokens.count, bytes: this.tokens.bytes };
  }

  /** Events that were applied already are skipped, since a store may deliver an event twice. */
  apply(events: readonly Recorded[]): void {
    const reached = this.#position;
    const newest = events.at(-1)?.position ?? null;
    if (newest === null || (reached !== null && newest <= reached)) return;
    const isAllNew = reached === null || events[0].position > reached;
    for (const recorded of events) if (isAllNew || recorded.position > reached) this.#applyOne(recorded);
    this.#position = newest;
    this.#waiters.reached(newest);
  }

  save(writer: SnapshotWriter): void {
    writer.writeValue({ position: String(this.#position), logId: this.#logId, sessionIdleSeconds: this.#sessionIdleSeconds });
    writer.writeRows(this.#notUnderstood);
    this.principals.save(writer);
    this.verifiers.save(writer);
    this.tokens.save(writer);
  }

  /** Must be called on an index without events. */
  load(reader: SnapshotReader): void {
    const { position, logId, sessionIdleSeconds } = reader.readValue();
    this.#position = BigInt(position);
    this.#logId = logId;
    this.#sessionIdleSeconds = sessionIdleSeconds;
    reader.readRows((stream) => this.#notUnderstood.add(stream));
    this.principals.load(reader);
    this.verifiers.load(reader);
    this.tokens.load(reader);
  }

  /** Resolves true once `position` was applied, false when that takes longer than `withinMs`. */
  reached(position: Position, withinMs: number): Promise<boolean> {
    if (this.#position !== null && this.#position >= position) return Promise.resolve(true);
    return this.#waiters.until(position, withinMs);
  }

  /** Judges the token of this row, as its credential was presented, at this moment. */
  verdict(row: TokenRow | undefined, presented: Presented, limits: Limits, nowMs: number): Verdict {
    if (!row || this.#isBlocked(row)) return { active: false, reason: 'unknown' };
    const rows = this.#rowsBehind(row);
    const settings = rows.organization?.settings;
    return judge(row, this.principals.factsOf(rows), this.principals.membershipOf(rows), settings, presented, limits, nowMs);
  }

  /** The verifier whose credential has this look-up key, unless its stream has an event of an unknown type or version. */
  verifier(lookup: string): VerifierRow | undefined {
    const row = this.verifiers.byLookup(lookup);
    return row && this.#notUnderstood.has(`verifier-${row.id}`) ? undefined : row;
  }

  /** An event that cannot be read invalidates everything on its stream; all other streams are unaffected. */
  #applyOne(stored: Recorded): void {
    const known = this.#typeOf(stored);
    if (!known || stored.schemaVersion > known.schemaVersion) {
      if (stored.critical) this.#notUnderstood.add(stored.stream);
      return;
    }
    try {
      const recorded = stored.schemaVersion === known.schemaVersion ? stored : upcast(stored);
      if (recorded.data === null || typeof recorded.data !== 'object') throw new TypeError(`The event ${stored.id} says nothing.`);
      if (!recorded.stream.startsWith(streamPrefix)) this.#applyToOthers(recorded);
      else if (!this.tokens.apply(recorded)) this.#notUnderstood.add(recorded.stream);
    } catch {
      this.#notUnderstood.add(stored.stream);
    }
  }

  /** Most events have the type of the preceding one, and comparing two strings costs less than a look-up. */
  #typeOf({ type }: Recorded): EventType | undefined {
    if (type !== this.#lastType) {
      this.#lastType = type;
      this.#lastKnown = eventTypes[type as DomainEvent['type']];
    }
    return this.#lastKnown;
  }

  #applyToOthers(recorded: Recorded): void {
    const dash = recorded.stream.indexOf('-');
    const id = recorded.stream.slice(dash + 1);
    if (recorded.type === 'RestoreDeclared') this.verifiers.voidCredentials();
    if (recorded.type === 'SigningKeyRetired') this.tokens.retireKey(String(recorded.data.kid));
    if (recorded.type === 'SessionLimitsChanged') this.#sessionIdleSeconds = secondsOf(recorded.data.idleSeconds);
    if (recorded.type === 'LogCreated') this.#logId = recorded.id;
    else if (recorded.stream.startsWith('verifier-')) this.verifiers.apply(id, toEvent<Verifier.Event>(recorded), recorded.occurredAt);
    else this.principals.apply(id, toEvent<DomainEvent>(recorded), recorded);
  }

  /** Missing rows are looked up until all are present. */
  #rowsBehind({ owner }: TokenRow): OwnerRows {
    if (owner.isComplete) return owner;
    const { user, serviceAccount, membership, organization } = Object.assign(
      owner,
      this.principals.rowsOf(owner.ownerKind, owner.ownerId, owner.organizationId),
    );
    owner.isComplete = organization !== undefined && (serviceAccount !== undefined || (user !== undefined && membership !== undefined));
    return owner;
  }

  #isBlocked({ id, ownerKind, ownerId, organizationId }: TokenRow): boolean {
    if (this.#notUnderstood.size === 0) return false;
    const ownerStream = ownerKind === 'user' ? `user-${ownerId}` : `serviceaccount-${ownerId}`;
    const streams = [`token-${id}`, ownerStream, `organization-${organizationId}`, `membership-${organizationId}-${ownerId}`];
    return this.#notUnderstood.has('installation') || streams.some((stream) => this.#notUnderstood.has(stream));
  }
}

/** With a limit that is no number no session would ever be over. */
function secondsOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('A limit must be a number of seconds.');
  return value;
}
