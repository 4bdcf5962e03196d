import { HashTable } from './hash-table.js';
import { ReplacedLookups } from './replaced-lookups.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import { idWord, lookupWord, type TokenColumns } from './token-columns.js';
import { isKeyAt, keyWords, type TokenKey, writeKey } from './token-key.js';

/** Finds the rows of tokens by id and by current or replaced look-up key. */
export class RowFinder {
  readonly #columns: TokenColumns;
  readonly #replaced = new ReplacedLookups();
  readonly #byLookup: HashTable;
  /** Holds only tokens whose look-up key differs from their id: for the others `#byLookup` finds both. */
  readonly #byId: HashTable;

  constructor(columns: TokenColumns) {
    this.#columns = columns;
    this.#byLookup = new HashTable(columns.rows, lookupWord);
    this.#byId = new HashTable(columns.rows, idWord);
  }

  get bytes(): number {
    return this.#replaced.bytes + this.#byLookup.bytes + this.#byId.bytes;
  }

  /** Returns -1 when there is none. `#byLookup` is tried first, since the look-up key of many tokens is their id. */
  byId(id: TokenKey): number {
    const row = this.#byLookup.find(id);
    return row >= 0 && this.#hasKey(row, idWord, id) ? row : this.#byId.find(id);
  }

  /** The row and the generation that the look-up key belongs to, which may be one that was replaced. */
  byLookup(key: TokenKey): { readonly row: number; readonly generation: number } | undefined {
    const row = this.#byLookup.find(key);
    return row >= 0 ? { row, generation: this.#columns.generation(row) } : this.#replaced.find(key);
  }

  /** Adds the keys of a new row. */
  add(row: number, id: TokenKey, lookup: TokenKey): void {
    this.#setKey(row, idWord, id);
    this.#setKey(row, lookupWord, lookup);
    this.#byLookup.put(row);
    if (!isKeyAt(id, 0, lookup)) this.#byId.put(row);
  }

  /** Makes the row's current look-up key lead to a replaced generation. Must be called before the row's generation changes. */
  replaceLookup(row: number, id: TokenKey, lookup: TokenKey): void {
    if (this.#hasKey(row, lookupWord, lookup)) return;
    const from = this.#columns.rows.offsetOf(row) + lookupWord;
    const old = this.#columns.rows.chunkOf(row).slice(from, from + keyWords);
    this.#replaced.set(old, row, this.#columns.generation(row));
    this.#byLookup.remove(row);
    this.#setKey(row, lookupWord, lookup);
    this.#byLookup.put(row);
    if (isKeyAt(old, 0, id)) this.#byId.put(row);
    if (isKeyAt(lookup, 0, id)) this.#byId.remove(row);
  }

  save(writer: SnapshotWriter): void {
    for (const part of [this.#replaced, this.#byLookup, this.#byId]) part.save(writer);
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    for (const part of [this.#replaced, this.#byLookup, this.#byId]) part.load(reader);
  }

  #setKey(row: number, word: number, key: TokenKey): void {
    writeKey(this.#columns.rows.chunkOf(row), this.#columns.rows.offsetOf(row) + word, key);
  }

  #hasKey(row: number, word: number, key: TokenKey): boolean {
    return isKeyAt(this.#columns.rows.chunkOf(row), this.#columns.rows.offsetOf(row) + word, key);
  }
}
