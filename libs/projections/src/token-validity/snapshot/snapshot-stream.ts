import { timingSafeEqual } from 'node:crypto';
import { closeSync, fchmodSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { LaterPieces, PieceDigests } from './snapshot-pieces.js';

/** The size of the MAC at the end. */
const codeBytes = 32;
const rowsPerBlock = 1000;
/** Smaller pieces are buffered, since a small index has thousands of tiny tables. */
const bufferBytes = 64 * 1024;

/** The caller asked to stop writing. */
export class WritingStopped extends Error {}

/** A file that only its owner can read, and that is on stable storage once it is finished. */
export class SnapshotFile {
  readonly #file: number;
  readonly #shouldStop: () => boolean;

  /** `shouldStop` is called before each write. */
  constructor(path: string, shouldStop: () => boolean) {
    this.#file = openSync(path, 'w', 0o600);
    fchmodSync(this.#file, 0o600);
    this.#shouldStop = shouldStop;
  }

  /** @throws WritingStopped */
  put(bytes: Uint8Array): void {
    if (this.#shouldStop()) throw new WritingStopped('The snapshot was not written to its end.');
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
  }

  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Writes words as they lie in memory and values as JSON, followed by a MAC over everything. */
export class SnapshotWriter {
  readonly #put: (bytes: Uint8Array) => void;
  readonly #digests = new PieceDigests();
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  #buffered = 0;

  /** `put` receives the bytes in order, and must not keep the arrays. */
  constructor(put: (bytes: Uint8Array) => void) {
    this.#put = put;
  }

  writeWords(words: Int32Array): void {
    this.#write(bytesOf(words));
  }

  writeValue(value: unknown): void {
    const bytes = Buffer.from(JSON.stringify(value));
    this.writeWords(Int32Array.of(bytes.length));
    this.#write(bytes);
  }

  /** Writes values of one kind, in blocks. */
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

  /** Writes the MAC, which nobody can make without the key, and returns it. */
  finish(key: Uint8Array): Buffer {
    this.#flush();
    const code = this.#digests.code(key);
    this.#put(code);
    return code;
  }

  #write(bytes: Uint8Array): void {
    this.#digests.add(bytes);
    if (this.#buffered + bytes.length > bufferBytes) this.#flush();
    if (bytes.length > bufferBytes) return this.#put(bytes);
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  #flush(): void {
    this.#put(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }
}

/** The file's content is not what was written. */
export class SnapshotDamaged extends Error {}

/** Reads what a `SnapshotWriter` wrote. Nothing that was read may be believed before `finish` has resolved. */
export class SnapshotReader {
  readonly #file: number;
  readonly #digests = new PieceDigests();
  readonly #later = new LaterPieces();
  /** The offset at which the MAC begins. */
  readonly #end: number;
  #position = 0;
  /** The file's bytes from `#bufferFrom` on. */
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  #bufferFrom = 0;
  #buffered = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.#end = fstatSync(this.#file).size - codeBytes;
  }

  /** @throws SnapshotDamaged when fewer are left */
  readWords(count: number): Int32Array {
    this.#require(count * Int32Array.BYTES_PER_ELEMENT);
    const words = new Int32Array(count);
    this.#read(bytesOf(words));
    return words;
  }

  /** Like `readWords`, but the words are present only once `finish` has resolved. */
  readWordsLater(count: number): Int32Array {
    this.#require(count * Int32Array.BYTES_PER_ELEMENT);
    const words = new Int32Array(count);
    this.readIntoLater(words);
    return words;
  }

  readIntoLater(words: Int32Array): void {
    this.#require(words.byteLength);
    this.#later.add(this.#position, bytesOf(words), this.#digests.later());
    this.#position += words.byteLength;
  }

  // biome-ignore lint/suspicious/noExplicitAny: anyone who wrote the value knows what it is, and the code says that it was written.
  readValue(): any {
    const [length] = this.readWords(1);
    this.#require(length);
    const bytes = Buffer.allocUnsafe(length);
    this.#read(bytes);
    return JSON.parse(bytes.toString('utf8'));
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readRows(read: (row: any) => void): void {
    for (let block = this.readValue(); block.length > 0; block = this.readValue()) for (const row of block) read(row);
  }

  /** @throws SnapshotDamaged unless everything was read and the MAC was made with the key */
  async finish(key: Uint8Array): Promise<void> {
    if (this.#position !== this.#end) throw new SnapshotDamaged();
    await this.#later.read(this.#file);
    const code = Buffer.alloc(codeBytes);
    readFully(this.#file, code, this.#end);
    if (!timingSafeEqual(code, this.#digests.code(key))) throw new SnapshotDamaged();
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The length is checked before memory is allocated. */
  #require(bytes: number): void {
    if (!(bytes >= 0 && bytes <= this.#end - this.#position)) throw new SnapshotDamaged();
  }

  #read(bytes: Uint8Array): void {
    if (bytes.length > bufferBytes) readFully(this.#file, bytes, this.#position);
    else {
      if (this.#position + bytes.length > this.#bufferFrom + this.#buffered || this.#position < this.#bufferFrom) this.#fillBuffer();
      const from = this.#position - this.#bufferFrom;
      bytes.set(this.#buffer.subarray(from, from + bytes.length));
    }
    this.#digests.add(bytes);
    this.#position += bytes.length;
  }

  #fillBuffer(): void {
    this.#bufferFrom = this.#position;
    this.#buffered = Math.min(bufferBytes, this.#end - this.#position);
    readFully(this.#file, this.#buffer.subarray(0, this.#buffered), this.#position);
  }
}

const bytesOf = (words: Int32Array) => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

function readFully(file: number, bytes: Uint8Array, from: number): void {
  for (let read = 0; read < bytes.length; ) {
    const count = readSync(file, bytes, read, bytes.length - read, from + read);
    if (count === 0) throw new SnapshotDamaged();
    read += count;
  }
}
