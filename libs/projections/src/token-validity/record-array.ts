import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

const recordsPerChunkBits = 14;
const recordsPerChunk = 1 << recordsPerChunkBits;

/**
 * Records of a fixed number of 32-bit words, stored in chunks: growing adds a chunk and copies nothing, a record never moves, and the
 * garbage collector sees a few large arrays however many records there are.
 */
export class RecordArray {
  readonly wordsPerRecord: number;
  readonly #chunks: Int32Array[] = [];
  #count = 0;

  constructor(wordsPerRecord: number) {
    this.wordsPerRecord = wordsPerRecord;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#chunks.length * recordsPerChunk * this.wordsPerRecord * Int32Array.BYTES_PER_ELEMENT;
  }

  save(writer: SnapshotWriter): void {
    writer.writeValue(this.#count);
    for (const [index, chunk] of this.#chunks.entries()) {
      const records = Math.min(recordsPerChunk, this.#count - index * recordsPerChunk);
      writer.writeWords(chunk.subarray(0, records * this.wordsPerRecord));
    }
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    this.#count = reader.readValue();
    for (let left = this.#count; left > 0; left -= recordsPerChunk) {
      const chunk = new Int32Array(recordsPerChunk * this.wordsPerRecord);
      reader.readIntoLater(chunk.subarray(0, Math.min(recordsPerChunk, left) * this.wordsPerRecord));
      this.#chunks.push(chunk);
    }
  }

  /** Adds a record whose words are all 0 and returns its index. */
  add(): number {
    const record = this.#count;
    if ((record & (recordsPerChunk - 1)) === 0) this.#chunks.push(new Int32Array(recordsPerChunk * this.wordsPerRecord));
    this.#count += 1;
    return record;
  }

  /** The chunk that holds the record, which begins at `offsetOf` it. */
  chunkOf(record: number): Int32Array {
    return this.#chunks[record >>> recordsPerChunkBits];
  }

  offsetOf(record: number): number {
    return (record & (recordsPerChunk - 1)) * this.wordsPerRecord;
  }
}

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** A double takes two words. */
export function readDouble(words: Int32Array, at: number): number {
  halves[0] = words[at];
  halves[1] = words[at + 1];
  return double[0];
}

/** Writes a number into the two words at `at`; `readDouble` returns it without a loss. */
export function writeDouble(words: Int32Array, at: number, value: number): void {
  double[0] = value;
  words[at] = halves[0];
  words[at + 1] = halves[1];
}
