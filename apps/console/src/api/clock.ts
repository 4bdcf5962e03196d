/** So many milliseconds apart, two clocks are the same: answers take a while, and tell whole seconds alone. */
const sameWithinMs = 5_000;
/** What the server has not told of its second yet; without it, what it has just done would lie ahead. */
const untoldMs = 999;

/** By how many milliseconds the server's clock is ahead of the browser's. */
let aheadMs = 0;

/** Learns the server's time of an answer, whose header `Date` says it. */
export function noteServerTime(date: string | null): void {
  const atMs = Date.parse(date ?? '') + untoldMs;
  if (Number.isNaN(atMs)) return;
  const apartMs = atMs - Date.now();
  aheadMs = Math.abs(apartMs) < sameWithinMs ? 0 : apartMs;
}

/**
 * Now, in milliseconds since 1970, by the clock of the server: it decides what has ended, and a browser's clock may be wrong by hours.
 */
export const nowMs = (): number => Date.now() + aheadMs;

/** The moment so many milliseconds from now, as `2026-12-31T12:00:00.000Z`. */
export const isoIn = (lengthMs: number): string => new Date(nowMs() + lengthMs).toISOString();
