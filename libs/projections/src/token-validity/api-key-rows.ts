import type * as Token from '#domain/token';
import type { ApiKeyEvent } from '#domain/token.api-key';
import { AddressLists } from './address-lists.js';
import type { RowFinder } from './row-finder.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import type { TokenColumns } from './token-columns.js';
import { newKey, readUuid } from './token-key.js';
import type { TokenPolicies } from './token-policies.js';

type Issued = Pick<Extract<Token.Event, { type: 'TokenIssued' }>, 'kept' | 'role' | 'allowedAddresses' | 'createdWith' | 'replaces'>;

/** What the index keeps of API keys beside the facts of every token. */
export class ApiKeyRows {
  readonly addresses = new AddressLists();
  /** By the row of a key that took the place of another: that other one's row, where the first use of this one is to end it. */
  readonly #replaced = new Map<number, number>();
  /** By the row of a key: the rows of the keys that were made with it. */
  readonly #children = new Map<number, number[]>();
  /** The rows of the keys that are to take the place of another, which does not name them (yet). */
  readonly #pending = new Set<number>();
  readonly #columns: TokenColumns;
  readonly #policies: TokenPolicies;
  readonly #finder: RowFinder;
  readonly #key = newKey();

  constructor(columns: TokenColumns, policies: TokenPolicies, finder: RowFinder) {
    this.#columns = columns;
    this.#policies = policies;
    this.#finder = finder;
  }

  /** The row of the key that ends with the first use of this one; -1 for none. */
  endsWithUseOf(row: number): number {
    return this.#replaced.get(row) ?? -1;
  }

  /** The rows of the keys that were made with this one, whatever became of them. */
  madeWith(row: number): readonly number[] {
    return this.#children.get(row) ?? [];
  }

  /** Whether the key was issued to take the place of another, and that was not decided: nobody was shown its credential. */
  isPendingSuccessor(row: number): boolean {
    return this.#pending.has(row);
  }

  /** The rows of these keys, also of those that were revoked since. */
  get pendingSuccessors(): Iterable<number> {
    return this.#pending;
  }

  issue(row: number, { kept, role, allowedAddresses, createdWith, replaces }: Issued): void {
    const signed = this.#policies.signedAnew(0, kept.signedInput);
    this.#columns.setPolicy(row, this.#policies.withRole(signed, role ?? null));
    if (allowedAddresses) this.addresses.expect(row);
    if (createdWith) this.#addChild(row, createdWith);
    if (replaces) this.#pending.add(row);
  }

  change(row: number, event: ApiKeyEvent): boolean {
    if (event.type === 'ApiKeyReplaced') return this.#replace(row, event);
    if (event.allowedAddresses === null) this.addresses.delete(row);
    else this.addresses.expect(row);
    return true;
  }

  /** A revoked key needs no list, and nothing ends it again. */
  revoke(row: number): void {
    this.addresses.delete(row);
    for (const [successor, replaced] of this.#replaced) if (replaced === row) this.#replaced.delete(successor);
  }

  save(writer: SnapshotWriter): void {
    this.addresses.save(writer);
    writer.writeRows(this.#replaced);
    writer.writeRows(this.#children);
    writer.writeRows(this.#pending);
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    this.addresses.load(reader);
    reader.readRows(([successor, replaced]) => this.#replaced.set(successor, replaced));
    reader.readRows(([parent, children]) => this.#children.set(parent, children));
    reader.readRows((row) => this.#pending.add(row));
  }

  /** Most keys are made in a session, which is no key. */
  #addChild(row: number, createdWith: string): void {
    const parent = readUuid(createdWith, this.#key) ? this.#finder.byId(this.#key) : -1;
    if (parent < 0 || this.#columns.kind(parent) !== 'api-key') return;
    const children = this.#children.get(parent);
    if (children) children.push(row);
    else this.#children.set(parent, [row]);
  }

  #replace(row: number, { endsAt, endsOnFirstUse, successorId }: Extract<ApiKeyEvent, { type: 'ApiKeyReplaced' }>): boolean {
    const expiresAtMs = Date.parse(endsAt);
    if (Number.isNaN(expiresAtMs) || !readUuid(successorId, this.#key)) return false;
    this.#columns.setFacts(row, { ...this.#columns.facts(row), expiresAtMs });
    const successor = this.#finder.byId(this.#key);
    this.#pending.delete(successor);
    if (endsOnFirstUse && successor >= 0) this.#replaced.set(successor, row);
    return true;
  }
}
