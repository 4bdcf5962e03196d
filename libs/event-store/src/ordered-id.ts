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
/** Where the first digit of each byte stands in the text. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/**
 * A UUIDv7: ids that one process makes sort as they were made, also within a millisecond and when the clock goes back. Never a
 * secret. To ask for random bytes takes longer than all the rest, so it is done for many ids at once.
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

/** Written into a buffer first: a text put together of parts has to be copied once more by anyone who looks into it. */
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
