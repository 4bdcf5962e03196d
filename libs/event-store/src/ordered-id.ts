import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
const pool = Buffer.alloc(idBytes * 256);
let taken = pool.length;
let lastMs = 0;
let sequence = 0;

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
  return v7({ random, msecs: lastMs, seq: sequence });
}

function sixteenRandomBytes(): Buffer {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += idBytes;
  return pool.subarray(taken - idBytes, taken);
}
