import { createHmac, hash } from 'node:crypto';
import { readv, readvSync } from 'node:fs';
import { promisify } from 'node:util';

/** Returns the number of bytes read. */
type Read = (file: number, pieces: Bytes[], from: number) => number | Promise<number>;
const readVector = promisify(readv);
const readByOtherThread: Read = async (...what) => (await readVector(...what)).bytesRead;

/** Some batches are read while others are verified; and where memory is slow to allocate, two threads get it sooner than one. */
const batchesInFlight = 2;
const bytesPerBatch = 1024 * 1024;
/** Less than this is read before another thread has begun. */
const bytesByOthersMin = 4 * bytesPerBatch;
/** The operating system limits how much one call takes. */
const piecesPerBatch = 512;

/** The memory of one read or write. */
type Bytes = Uint8Array<ArrayBufferLike>;

/**
 * The SHA-256 of each piece of a file. Pieces may be read in any order: a MAC over all digests, which nobody can make without the key,
 * proves each piece's content, place and length.
 */
export class PieceDigests {
  readonly #digests: Buffer[] = [];

  add(piece: Bytes): void {
    this.#digests.push(digestOf(piece));
  }

  /** Reserves the place of a piece that is still to be read; the returned function is called with the piece then. */
  later(): (piece: Bytes) => void {
    const place = this.#digests.push(Buffer.alloc(0)) - 1;
    return (piece) => {
      this.#digests[place] = digestOf(piece);
    };
  }

  /** Returns an HMAC-SHA-256. */
  code(key: Uint8Array): Buffer {
    return createHmac('sha256', key).update(Buffer.concat(this.#digests)).digest();
  }
}

const digestOf = (piece: Bytes): Buffer => hash('sha256', piece, 'buffer');

interface Batch {
  readonly from: number;
  readonly pieces: Bytes[];
  readonly onRead: ((piece: Bytes) => void)[];
  bytes: number;
}

/** The pieces of a file that are not needed until everything is read. Other threads read them, directly into their final place. */
export class LaterPieces {
  readonly #batches: Batch[] = [];

  /** `from` is the offset in the file. */
  add(from: number, piece: Bytes, onRead: (piece: Bytes) => void): void {
    let batch = this.#batches.at(-1);
    const isFull = !batch || batch.bytes >= bytesPerBatch || batch.pieces.length === piecesPerBatch;
    if (!batch || isFull || batch.from + batch.bytes !== from) {
      batch = { from, pieces: [], onRead: [], bytes: 0 };
      this.#batches.push(batch);
    }
    batch.pieces.push(piece);
    batch.onRead.push(onRead);
    batch.bytes += piece.length;
  }

  /** No read is pending once this settles, so the file may be closed then. @throws Error when the file ends too early */
  async read(file: number): Promise<void> {
    const bytes = this.#batches.reduce((sum, batch) => sum + batch.bytes, 0);
    const read = bytes < bytesByOthersMin ? readvSync : readByOtherThread;
    const batches = this.#batches.values();
    const readInTurn = async () => {
      for (const batch of batches) await readBatch(file, batch, read);
    };
    const turns = await Promise.allSettled(Array.from({ length: batchesInFlight }, readInTurn));
    for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
  }
}

async function readBatch(file: number, { from, pieces, onRead, bytes }: Batch, read: Read): Promise<void> {
  let unread = pieces;
  for (let done = 0; done < bytes; ) {
    const count = await read(file, unread, from + done);
    if (count === 0) throw new RangeError('The file ends before what is to be read of it.');
    done += count;
    if (done < bytes) unread = without(count, unread);
  }
  for (const [index, piece] of pieces.entries()) onRead[index](piece);
}

/** Returns the rest of the pieces after their first `count` bytes. */
function without(count: number, pieces: readonly Bytes[]): Bytes[] {
  const left: Bytes[] = [];
  let passed = count;
  for (const piece of pieces) {
    if (passed < piece.length) left.push(piece.subarray(passed));
    passed = Math.max(0, passed - piece.length);
  }
  return left;
}
