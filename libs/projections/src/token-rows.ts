import type * as Token from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import { flatText } from './flat-text.js';
import { Holders } from './holders.js';
import { KeySlots } from './key-slots.js';
import { ReplacedLookups } from './replaced-lookups.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot-stream.js';
import { idWord, isKnownKind, lookupWord, orderOf, TokenColumns } from './token-columns.js';
import { isKeyAt, keyWords, newKey, readBase64, readUuid, type TokenKey, writeKey } from './token-key.js';
import { TokenRow } from './token-row.js';

type DataOf<Type extends Token.Event['type']> = Omit<Extract<Token.Event, { type: Type }>, 'type'> & Recorded['data'];

/** What the name of a token's stream begins with. */
export const streamPrefix = 'token-';

/**
 * Tokens by id and by what their credentials are looked up by, in arrays of numbers: no object and no text for each, so that
 * ten million of them are nothing to the garbage collector. docs/decisions/0013 says what a row holds and why.
 */
export class TokenRows {
  readonly #columns = new TokenColumns();
  readonly #replaced = new ReplacedLookups();
  readonly #holders: Holders;
  readonly #byLookup = new KeySlots(this.#columns.rows, lookupWord);
  /** Tokens whose look-up key is not their id: those of the others lead to both. */
  readonly #byId = new KeySlots(this.#columns.rows, idWord);
  readonly #idKey = newKey();
  readonly #lookupKey = newKey();

  /** `sharedId` gives the id of an owner or an organization as the one text that others have of it, too. */
  constructor(sharedId: (id: string) => string = flatText) {
    this.#holders = new Holders(sharedId);
  }

  /** How many tokens there are, whatever became of them. */
  get count(): number {
    return this.#columns.rows.count;
  }

  /** What they take, in bytes. */
  get bytes(): number {
    const { rows, extensions } = this.#columns;
    return rows.bytes + extensions.bytes + this.#replaced.bytes + this.#byLookup.bytes + this.#byId.bytes;
  }

  /** The token with that number, as `TokenRow.row` says it; `id` is its id, for whoever knows it. */
  at(row: number, id?: string): TokenRow {
    return new TokenRow(this.#columns, row, this.#holders.byNumber(this.#columns.holder(row)), id);
  }

  byId(tokenId: string): TokenRow | undefined {
    const row = readUuid(tokenId, this.#idKey) ? this.#find(this.#idKey) : -1;
    return row < 0 ? undefined : this.at(row, tokenId);
  }

  /** As `byKey`, of the key as events write it. */
  byLookup(lookup: string): { row: TokenRow; generation: number } | undefined {
    return readBase64(lookup, this.#lookupKey) ? this.byKey(this.#lookupKey) : undefined;
  }

  /** The token and the generation that the look-up key belongs to, which may be one that was replaced. */
  byKey(key: TokenKey): { row: TokenRow; generation: number } | undefined {
    const newest = this.#byLookup.find(key);
    if (newest >= 0) {
      const row = this.at(newest);
      return { row, generation: row.generation };
    }
    const replaced = this.#replaced.find(key);
    return replaced && { row: this.at(replaced.row), generation: replaced.generation };
  }

  save(writer: SnapshotWriter): void {
    for (const part of this.#parts()) part.save(writer);
  }

  /** Of empty ones. */
  load(reader: SnapshotReader): void {
    for (const part of this.#parts()) part.load(reader);
  }

  /** The person's sessions in every organization, newest first, those that are over too. */
  sessionsOf(ownerId: string): TokenRow[] {
    const sessions: TokenRow[] = [];
    for (const { newestSession } of this.#holders.ofOwner(ownerId)) {
      for (let row = newestSession; row >= 0; row = this.#columns.previousSession(row)) sessions.push(this.at(row));
    }
    return sessions;
  }

  /** False for an event that says what has no place here: its token must not be believed in any more. */
  apply({ stream, revision, type, data, position, occurredAt, organizationId }: Recorded): boolean {
    if (!readUuid(stream, this.#idKey, streamPrefix.length)) return false;
    if (type === 'TokenIssued') {
      return revision > 0 || this.#issue(data as DataOf<'TokenIssued'>, organizationId ?? '', position, occurredAt);
    }
    const row = this.#find(this.#idKey);
    if (row < 0) return true;
    switch (type as Exclude<Token.Event['type'], 'TokenIssued'>) {
      case 'TokenRotated':
        return this.#rotate(row, data as DataOf<'TokenRotated'>, position);
      case 'TokenRevoked':
        this.#columns.setRevoked(row);
        return true;
      case 'TokenExpired':
        return true;
      case 'SessionConfirmed':
        return this.#see(row, (data as DataOf<'SessionConfirmed'>).confirmedAt, true);
      case 'SessionSeen':
        return this.#see(row, (data as DataOf<'SessionSeen'>).seenAt, false);
    }
  }

  #issue(issued: DataOf<'TokenIssued'>, organizationId: string, position: Position, occurredAt: string): boolean {
    const { kind, generation, ownerKind, ownerId } = issued;
    const expiresAtMs = msOf(issued.expiresAt);
    if (Number.isNaN(expiresAtMs) || !isKnownKind(kind) || !readBase64(issued.lookup, this.#lookupKey)) return false;
    const seenMs = kind === 'session' ? Date.parse(occurredAt) : null;
    const holder = this.#holders.of(ownerKind, ownerId, organizationId);
    const row = this.#columns.rows.add();
    this.#columns.setHolder(row, holder.number);
    const order = orderOf(position);
    this.#columns.setFacts(row, { kind, revoked: false, generation, expiresAtMs, order, lastSeenMs: seenMs, confirmedAtMs: seenMs });
    this.#setKey(row, idWord, this.#idKey);
    this.#setKey(row, lookupWord, this.#lookupKey);
    this.#byLookup.put(row);
    if (!isKeyAt(this.#idKey, 0, this.#lookupKey)) this.#byId.put(row);
    if (kind !== 'session') return true;
    this.#columns.setPreviousSession(row, holder.newestSession);
    holder.newestSession = row;
    return true;
  }

  #rotate(row: number, { cause, lookup, generation, expiresAt }: DataOf<'TokenRotated'>, position: Position): boolean {
    const expiresAtMs = msOf(expiresAt);
    if (Number.isNaN(expiresAtMs) || !readBase64(lookup, this.#lookupKey)) return false;
    if (!this.#hasKey(row, lookupWord, this.#lookupKey)) this.#replaceLookup(row);
    const facts = this.#columns.facts(row);
    // A rotation continues what was issued before; renewing and resetting give anew, so they also outlive a revocation.
    const order = cause === 'rotated' ? facts.order : orderOf(position);
    this.#columns.setFacts(row, { ...facts, generation, expiresAtMs, order, revoked: false });
    return true;
  }

  #see(row: number, at: string, isConfirmed: boolean): boolean {
    const lastSeenMs = Date.parse(at);
    if (Number.isNaN(lastSeenMs)) return false;
    const facts = this.#columns.facts(row);
    this.#columns.setFacts(row, { ...facts, lastSeenMs, confirmedAtMs: isConfirmed ? lastSeenMs : facts.confirmedAtMs });
    return true;
  }

  /** The key that led to the row leads to a replaced generation from now on; the row has the one that was just read. */
  #replaceLookup(row: number): void {
    const from = this.#columns.rows.offsetOf(row) + lookupWord;
    const old = this.#columns.rows.chunkOf(row).slice(from, from + keyWords);
    this.#replaced.set(old, row, this.#columns.generation(row));
    this.#byLookup.remove(row);
    this.#setKey(row, lookupWord, this.#lookupKey);
    this.#byLookup.put(row);
    if (isKeyAt(old, 0, this.#idKey)) this.#byId.put(row);
    if (isKeyAt(this.#lookupKey, 0, this.#idKey)) this.#byId.remove(row);
  }

  /** Where the key that a credential is looked up by is the token's id, that table knows it already. */
  #find(id: TokenKey): number {
    const row = this.#byLookup.find(id);
    return row >= 0 && this.#hasKey(row, idWord, id) ? row : this.#byId.find(id);
  }

  #parts() {
    const { rows, extensions } = this.#columns;
    return [rows, extensions, this.#replaced, this.#holders, this.#byLookup, this.#byId];
  }

  #setKey(row: number, word: number, key: TokenKey): void {
    writeKey(this.#columns.rows.chunkOf(row), this.#columns.rows.offsetOf(row) + word, key);
  }

  #hasKey(row: number, word: number, key: TokenKey): boolean {
    return isKeyAt(this.#columns.rows.chunkOf(row), this.#columns.rows.offsetOf(row) + word, key);
  }
}

const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));
