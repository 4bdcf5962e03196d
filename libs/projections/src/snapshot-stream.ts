import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const digestBytes = 32;
const rowsPerBlock = 1000;
/** What is smaller than this is gathered, for the thousands of tables of a small index are nearly nothing each. */
const bufferBytes = 64 * 1024;

/** Somebody asked for the writing to stop. */
export class WritingStopped extends Error {}

/** Writes words as they lie in memory and values as JSON, and last a digest of all of it. */
export class SnapshotWriter {
  readonly #file: number;
  readonly #shouldStop: () => boolean;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  #buffered = 0;

  /** `shouldStop` is asked before each write. */
  constructor(path: string, shouldStop: () => boolean) {
    this.#file = openSync(path, 'w', 0o600);
    fchmodSync(this.#file, 0o600);
    this.#shouldStop = shouldStop;
  }

  /** @throws WritingStopped */
  writeWords(words: Int32Array): void {
    this.#write(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  }

  writeValue(value: unknown): void {
    const bytes = Buffer.from(JSON.stringify(value));
    this.writeWords(Int32Array.of(bytes.length));
    this.#write(bytes);
  }

  /** Values of one kind, however many. */
  writeRows(rows: Iterable<unknown>): void {
    let block: unknown[] = [];
    for (const row of rows) {
      if (block.push(row) < rowsPerBlock) continue;
      this.writeValue(block);
      block = [];
    }
    if (block.length > 0) this.writeValue(block);
    this.writeValue([]);
  }

  /** Everything is on stable storage when this returns. */
  finish(): void {
    this.#flush();
    writeFully(this.#file, this.#hash.digest());
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(bytes: Uint8Array): void {
    if (this.#buffered + bytes.length > bufferBytes) this.#flush();
    if (bytes.length > bufferBytes) return this.#put(bytes);
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  #flush(): void {
    this.#put(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #put(bytes: Uint8Array): void {
    if (this.#shouldStop()) throw new WritingStopped('The snapshot was not written to its end.');
    this.#hash.update(bytes);
    writeFully(this.#file, bytes);
  }
}

function writeFully(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** What was read is not what was written. */
export class SnapshotDamaged extends Error {}

/** Reads what a `SnapshotWriter` wrote. Nothing that was read may be believed before `finish` has returned. */
export class SnapshotReader {
  readonly #file: number;
  readonly #hash = createHash('sha256');
  /** Bytes of the file, before the digest, that were not read yet. */
  #unread: number;
  #buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.#unread = fstatSync(this.#file).size - digestBytes;
  }

  /** @throws SnapshotDamaged when there are not so many left */
  readWords(count: number): Int32Array {
    this.#require(count * Int32Array.BYTES_PER_ELEMENT);
    const words = new Int32Array(count);
    this.readInto(words);
    return words;
  }

  readInto(words: Int32Array): void {
    this.#read(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  }

  // biome-ignore lint/suspicious/noExplicitAny: whoever wrote the value knows what it is, and the digest says that it was written.
  readValue(): any {
    const [length] = this.readWords(1);
    this.#require(length);
    const bytes = Buffer.allocUnsafe(length);
    this.#read(bytes);
    return JSON.parse(bytes.toString('utf8'));
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  *readRows(): Generator<any> {
    for (let block = this.readValue(); block.length > 0; block = this.readValue()) yield* block;
  }

  /** @throws SnapshotDamaged unless all was read and its digest is the one that was written */
  finish(): void {
    const digest = Buffer.alloc(digestBytes);
    const isAtEnd = this.#unread + this.#buffer.length === 0 && readSync(this.#file, digest) === digestBytes;
    if (!isAtEnd || !digest.equals(this.#hash.digest())) throw new SnapshotDamaged();
  }

  close(): void {
    closeSync(this.#file);
  }

  /** No room is ever made for more than there is. */
  #require(bytes: number): void {
    if (!(bytes >= 0 && bytes <= this.#unread + this.#buffer.length)) throw new SnapshotDamaged();
  }

  #read(bytes: Uint8Array): void {
    this.#require(bytes.length);
    const rest = bytes.subarray(this.#unbuffer(bytes));
    if (rest.length >= bufferBytes) return this.#take(rest);
    if (rest.length === 0) return;
    this.#buffer = Buffer.allocUnsafe(Math.min(bufferBytes, this.#unread));
    this.#take(this.#buffer);
    this.#unbuffer(rest);
  }

  /** How many bytes came from the buffer. */
  #unbuffer(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.#buffer.length);
    bytes.set(this.#buffer.subarray(0, count));
    this.#buffer = this.#buffer.subarray(count);
    return count;
  }

  #take(bytes: Uint8Array): void {
    for (let read = 0; read < bytes.length; ) {
      const count = readSync(this.#file, bytes, read, bytes.length - read, null);
      if (count === 0) throw new SnapshotDamaged();
      read += count;
    }
    this.#hash.update(bytes);
    this.#unread -= bytes.length;
  }
}
