import { createHmac, hash } from 'node:crypto';
import { readv, readvSync } from 'node:fs';
import { promisify } from 'node:util';

/** Answers how many bytes were read. */
type Read = (file: number, pieces: Bytes[], from: number) => number | Promise<number>;
const readVector = promisify(readv);
const readByOtherThread: Read = async (...what) => (await readVector(...what)).bytesRead;

/** Some are read while others are checked, and where memory is slow to be had, two threads have it sooner than one. */
const batchesInFlight = 2;
const bytesPerBatch = 1024 * 1024;
/** Less than this is read before another thread has begun. */
const bytesByOthersMin = 4 * bytesPerBatch;
/** What one call to the system takes is limited. */
const piecesPerBatch = 512;

/** What is read or written in one go. */
type Bytes = Uint8Array<ArrayBufferLike>;

/**
 * The SHA-256 of each piece of a file. Pieces may be read in any order; that each is what it was, in its place and as long as it was,
 * is what the code over all of their digests says, which nobody makes without the key.
 */
export class PieceDigests {
  readonly #digests: Buffer[] = [];

  add(piece: Bytes): void {
    this.#digests.push(digestOf(piece));
  }

  /** Keeps a place for a piece that is still to be read; to be called with it then. */
  later(): (piece: Bytes) => void {
    const place = this.#digests.push(Buffer.alloc(0)) - 1;
    return (piece) => {
      this.#digests[place] = digestOf(piece);
    };
  }

  /** HMAC-SHA-256. */
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

/** Pieces of a file that nobody needs before all are read: so they are read by other threads, straight to where they belong. */
export class LaterPieces {
  readonly #batches: Batch[] = [];

  /** `from` is the place in the file. */
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

  /** Nothing is read any more once this is settled, so that the file may be closed. @throws Error when the file ends too soon */
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

/** What is left of the pieces after the first so many bytes of them. */
function without(count: number, pieces: readonly Bytes[]): Bytes[] {
  const left: Bytes[] = [];
  let passed = count;
  for (const piece of pieces) {
    if (passed < piece.length) left.push(piece.subarray(passed));
    passed = Math.max(0, passed - piece.length);
  }
  return left;
}
