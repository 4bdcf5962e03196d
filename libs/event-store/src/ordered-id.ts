import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
const pool = Buffer.alloc(idBytes * 256);
let taken = pool.length;
let lastMs = 0;
let sequence = 0;

const id = new Uint8Array(idBytes);
const text = Buffer.alloc(36, '-');
const digits = Buffer.from('0123456789abcdef');
/** Positions in the text of the first hex digit of each byte. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/**
 * Returns a UUIDv7: ids of one process sort in the order of their creation, even within a millisecond or after the clock went back. Ids are
 * never secrets. Random bytes are requested for many ids at once, since one request takes longer than all the rest.
 */
export function orderedId(): string {
  const random = sixteenRandomBytes();
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = random.readUInt32BE(6) >>> 1;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) lastMs += 1;
  }
  return textOf(v7({ random, msecs: lastMs, seq: sequence }, id));
}

/** The text is written into a buffer first, since a concatenated string would be copied again by the first reader. */
function textOf(bytes: Uint8Array): string {
  for (let i = 0; i < idBytes; i += 1) {
    text[places[i]] = digits[bytes[i] >> 4];
    text[places[i] + 1] = digits[bytes[i] & 15];
  }
  return text.toString('latin1');
}

function sixteenRandomBytes(): Buffer {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += idBytes;
  return pool.subarray(taken - idBytes, taken);
}
