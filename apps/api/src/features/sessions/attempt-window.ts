import { lruCache } from '../../edge/lru-cache.js';

/**
 * More than can be tried in a minute, because passwords are checked two at a time. An entry that is dropped for lack of room starts again.
 */
const keysMax = 10_000;

interface Window {
  readonly endsAtMs: number;
  used: number;
}

/** Limits the attempts of each key in a window of time, which begins with the first attempt. Times are monotonic milliseconds. */
export class AttemptWindow {
  readonly #windows = lruCache<string, Window>(keysMax);

  constructor(
    private readonly attempts: number,
    private readonly windowMs: number,
  ) {}

  /** Milliseconds until the key has an attempt left; 0 if it has one. */
  waitMs(key: string, nowMs: number): number {
    const window = this.#current(key, nowMs);
    return window !== undefined && window.used >= this.attempts ? window.endsAtMs - nowMs : 0;
  }

  /** Uses one up. Answers how to give it back. */
  use(key: string, nowMs: number): () => void {
    const window = this.#current(key, nowMs) ?? { endsAtMs: nowMs + this.windowMs, used: 0 };
    this.#windows.set(key, window);
    window.used += 1;
    return () => {
      window.used -= 1;
    };
  }

  #current(key: string, nowMs: number): Window | undefined {
    const window = this.#windows.get(key);
    return window !== undefined && nowMs < window.endsAtMs ? window : undefined;
  }
}
