import type * as Token from '#domain/token';
import type { ApiKeyEvent } from '#domain/token.api-key';
import type { Actor, Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { ActingTokens } from './acting-tokens.js';
import { ApiKeyRows } from './api-key-rows.js';
import { flattenedString } from './flattened-string.js';
import { LegacyBornTokens } from './legacy-born-tokens.js';
import { isKnownKind, orderOf } from './row-facts.js';
import { RowFinder } from './row-finder.js';
import { SessionRows } from './session-rows.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import { TokenColumns } from './token-columns.js';
import { newKey, readBase64, readUuid, type TokenKey } from './token-key.js';
import { type TokenOwner, TokenOwners } from './token-owners.js';
import { TokenPolicies } from './token-policies.js';
import { TokenRow } from './token-row.js';

type DataOf<Type extends Token.Event['type']> = Omit<Extract<Token.Event, { type: Type }>, 'type'> & Recorded['data'];

/** The prefix of the name of each token's stream. */
export const streamPrefix = 'token-';

/**
 * Tokens by id and by look-up key, in arrays of numbers. There is no object or string for each token, so ten million of them cost the
 * garbage collector nothing. docs/decisions/0013 says what a row holds and why.
 */
export class TokenTable {
  readonly #columns = new TokenColumns();
  readonly #finder = new RowFinder(this.#columns);
  readonly #acting = new ActingTokens(this.#columns, this.#finder);
  readonly #policies = new TokenPolicies();
  readonly #legacyBorn = new LegacyBornTokens();
  readonly apiKeys = new ApiKeyRows(this.#columns, this.#policies, this.#finder);
  readonly #facts = { columns: this.#columns, policies: this.#policies, apiKeys: this.apiKeys };
  readonly #owners: TokenOwners;
  readonly #sessions: SessionRows;
  readonly #idKey = newKey();
  readonly #lookupKey = newKey();

  /** `sharedId` returns the shared string for the id of an owner or an organization. */
  constructor(sharedId: (id: string) => string = flattenedString) {
    this.#owners = new TokenOwners(sharedId);
    this.#sessions = new SessionRows(this.#columns, this.#owners);
  }

  /** The number of tokens, in whatever state they are. */
  get count(): number {
    return this.#columns.rows.count;
  }

  /** The size of the rows in bytes. */
  get bytes(): number {
    return this.#columns.rows.bytes + this.#columns.extensions.bytes + this.#legacyBorn.bytes + this.#finder.bytes;
  }

  /** The token with this row number (see `TokenRow.row`); `id` is its id, if the caller knows it. */
  at(row: number, id?: string): TokenRow {
    return new TokenRow(this.#facts, row, this.#ownerOf(row), id);
  }

  byId(tokenId: string): TokenRow | undefined {
    const row = readUuid(tokenId, this.#idKey) ? this.#finder.byId(this.#idKey) : -1;
    return row < 0 ? undefined : this.at(row, tokenId);
  }

  /** Like `byKey`, with the key as events contain it. */
  byLookup(lookup: string): { row: TokenRow; generation: number } | undefined {
    return readBase64(lookup, this.#lookupKey) ? this.byKey(this.#lookupKey) : undefined;
  }

  /** The token and the generation that the look-up key belongs to, which may be one that was replaced. */
  byKey(key: TokenKey): { row: TokenRow; generation: number } | undefined {
    const found = this.#finder.byLookup(key);
    return found && { row: this.at(found.row), generation: found.generation };
  }

  save(writer: SnapshotWriter): void {
    for (const part of this.#parts()) part.save(writer);
  }

  /** Must be called on empty parts. */
  load(reader: SnapshotReader): void {
    for (const part of this.#parts()) part.load(reader);
  }

  /** The person's sessions in every organization, newest first, including those that have ended. */
  sessionsOf(ownerId: string): TokenRow[] {
    return [...this.sessionsAfter(ownerId, -1)];
  }

  /** The person's sessions that began later than the one with this row. */
  *sessionsAfter(ownerId: string, row: number): Generator<TokenRow> {
    for (const each of this.#sessions.after(ownerId, row)) yield this.at(each);
  }

  /** The personal tokens that end when the legacy token of this row is renewed or revoked, including those that have ended already. */
  bornOf({ owner }: TokenRow): TokenRow[] {
    return [...this.#legacyBorn.of(owner)].filter((row) => this.#columns.isLegacyBorn(row)).map((row) => this.at(row));
  }

  retireKey(signingKeyId: string): void {
    this.#policies.retireKey(signingKeyId);
  }

  /** Returns false for an event with data that cannot be stored here: its token must not be considered valid any more. */
  apply(recorded: Recorded): boolean {
    const { stream, revision, type, data, position } = recorded;
    if (!readUuid(stream, this.#idKey, streamPrefix.length)) return false;
    if (type === 'TokenIssued') return revision > 0 || this.#issue(data as DataOf<'TokenIssued'>, recorded);
    const row = this.#finder.byId(this.#idKey);
    if (row < 0 || type === 'TokenRenamed') return true;
    switch (type as Exclude<Token.Event['type'], 'TokenIssued' | 'TokenRenamed'>) {
      case 'TokenRotated':
        return this.#rotate(row, data as DataOf<'TokenRotated'>, recorded);
      case 'TokenRevoked':
        this.#columns.setRevoked(row);
        if (this.#columns.kind(row) === 'legacy') this.#legacyBorn.end(this.#ownerOf(row), position);
        if (this.#columns.kind(row) === 'api-key') this.apiKeys.revoke(row);
        return true;
      case 'AllowedAddressesChanged':
      case 'ApiKeyReplaced':
        return this.apiKeys.change(row, toEvent<ApiKeyEvent>(recorded));
      case 'PreviousGenerationEnded':
        return this.#endPrevious(row, data as DataOf<'PreviousGenerationEnded'>);
      case 'TokenExpired':
      case 'SupersededTokenPresented':
        return true;
      case 'SessionConfirmed':
        return this.#sessions.see(row, (data as DataOf<'SessionConfirmed'>).confirmedAt, true);
      case 'SessionSeen':
        return this.#sessions.see(row, (data as DataOf<'SessionSeen'>).seenAt, false);
    }
  }

  #issue(issued: DataOf<'TokenIssued'>, { organizationId, position, occurredAt, actor }: Recorded): boolean {
    const { kind, generation, ownerKind, ownerId } = issued;
    const expiresAtMs = msOf(issued.expiresAt);
    if (Number.isNaN(expiresAtMs) || !isKnownKind(kind) || !readBase64(issued.lookup, this.#lookupKey)) return false;
    const seenMs = kind === 'session' ? Date.parse(occurredAt) : null;
    const owner = this.#owners.of(ownerKind, ownerId, organizationId ?? '');
    const row = this.#columns.rows.add();
    this.#columns.setOwner(row, owner.number);
    const times = { expiresAtMs, lastSeenMs: seenMs, confirmedAtMs: seenMs, overlapEndsAtMs: null };
    this.#columns.setFacts(row, { kind, revoked: false, generation, order: orderOf(position), ...times });
    this.#finder.add(row, this.#idKey, this.#lookupKey);
    if (kind === 'api-key') this.apiKeys.issue(row, issued);
    if (kind === 'personal') this.#issuePersonal(row, issued, owner, actor);
    if (kind === 'session') this.#sessions.begin(row, owner);
    return true;
  }

  #issuePersonal(row: number, { kept, legacyGeneration }: DataOf<'TokenIssued'>, owner: TokenOwner, actor: Actor): void {
    this.#columns.setPolicy(row, this.#policies.signedAnew(0, kept.signedInput));
    const by = this.#acting.rowOf(actor);
    if (by < 0 || this.#ownerOf(by) !== owner) return;
    // A token that was issued with such a token depends on the same legacy token.
    const isByLegacy = this.#columns.kind(by) === 'legacy';
    if (!isByLegacy && !this.#columns.isLegacyBorn(by)) return;
    this.#columns.setLegacyBorn(row, true);
    this.#legacyBorn.add(row, owner);
    // The legacy token was renewed or revoked while the request was under way, so the new token ends as well, as if it had been issued
    // before.
    const newest = this.#columns.generation(by);
    const isLate = this.#columns.isRevoked(by) || (legacyGeneration ?? newest) !== newest;
    if (isByLegacy && isLate) this.#columns.setFacts(row, { ...this.#columns.facts(row), order: 0 });
  }

  #rotate(row: number, rotated: DataOf<'TokenRotated'>, { position, occurredAt, actor }: Recorded): boolean {
    const { cause, lookup, generation, expiresAt, kept } = rotated;
    const [expiresAtMs, overlapEndsAtMs] = [msOf(expiresAt), msOf(rotated.previousEndsAt ?? null)];
    if (Number.isNaN(expiresAtMs) || Number.isNaN(overlapEndsAtMs) || !readBase64(lookup, this.#lookupKey)) return false;
    this.#finder.replaceLookup(row, this.#idKey, this.#lookupKey);
    const facts = this.#columns.facts(row);
    // A rotation keeps the original order; renewing and resetting issue anew, so the token also outlives an earlier revocation.
    const order = cause === 'rotated' ? facts.order : orderOf(position);
    this.#columns.setFacts(row, { ...facts, generation, expiresAtMs, order, revoked: false, overlapEndsAtMs });
    if (overlapEndsAtMs !== null) this.#columns.keepPrevious(row, rotated.previousEndsOnFirstUse === true);
    this.#columns.setPolicy(row, this.#policies.signedAnew(this.#columns.policy(row), kept.signedInput));
    if (facts.kind === 'legacy') this.#legacyBorn.end(this.#ownerOf(row), position);
    if (this.#columns.isLegacyBorn(row) && this.#acting.isConfirmedSession(actor, occurredAt)) this.#columns.setLegacyBorn(row, false);
    return true;
  }

  #endPrevious(row: number, { generation }: DataOf<'PreviousGenerationEnded'>): boolean {
    const facts = this.#columns.facts(row);
    if (generation === facts.generation - 1) this.#columns.setFacts(row, { ...facts, overlapEndsAtMs: null });
    return Number.isInteger(generation);
  }

  #ownerOf(row: number): TokenOwner {
    return this.#owners.byNumber(this.#columns.owner(row));
  }

  #parts() {
    return [this.#columns.rows, this.#columns.extensions, this.#owners, this.#policies, this.#legacyBorn, this.#finder, this.apiKeys];
  }
}

const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));
