import { HashTable } from './hash-table.js';
import { RecordArray, readDouble, writeDouble } from './record-array.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import { keyWords, type TokenKey, writeKey } from './token-key.js';

/** The words of a record: the key, the row, and the generation, a double. */
const rowWord = keyWords;
const generationWord = rowWord + 1;
const wordsPerRecord = generationWord + 2;

/** The replaced look-up keys of tokens, each with the row of its token and the generation that it belonged to. */
export class ReplacedLookups {
  readonly #records = new RecordArray(wordsPerRecord);
  readonly #slots = new HashTable(this.#records, 0);

  get bytes(): number {
    return this.#records.bytes + this.#slots.bytes;
  }

  find(key: TokenKey): { readonly row: number; readonly generation: number } | undefined {
    const record = this.#slots.find(key);
    if (record < 0) return undefined;
    const words = this.#records.chunkOf(record);
    const at = this.#records.offsetOf(record);
    return { row: words[at + rowWord], generation: readDouble(words, at + generationWord) };
  }

  /** A key that was replaced more than once leads to the row and generation of its last use. */
  set(key: TokenKey, row: number, generation: number): void {
    const known = this.#slots.find(key);
    const record = known < 0 ? this.#records.add() : known;
    const words = this.#records.chunkOf(record);
    const at = this.#records.offsetOf(record);
    writeKey(words, at, key);
    words[at + rowWord] = row;
    writeDouble(words, at + generationWord, generation);
    if (known < 0) this.#slots.put(record);
  }

  save(writer: SnapshotWriter): void {
    this.#records.save(writer);
    this.#slots.save(writer);
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    this.#records.load(reader);
    this.#slots.load(reader);
  }
}
