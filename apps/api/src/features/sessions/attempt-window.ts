import { LRUCache } from 'lru-cache';

/** More than can be tried in a minute: passwords are checked two at a time. What is forgotten for want of room begins anew. */
const keysMax = 10_000;

interface Window {
  readonly endsAtMs: number;
  used: number;
}

/** So many attempts of each key in a window of time, which begins with the first of them. Times are monotonic milliseconds. */
export class AttemptWindow {
  readonly #windows = new LRUCache<string, Window>({ max: keysMax });

  constructor(
    private readonly attempts: number,
    private readonly windowMs: number,
  ) {}

  /** Milliseconds until the key has an attempt left; 0 where it has one. */
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
