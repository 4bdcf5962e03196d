import type { Position } from '#event-store/envelope';

/** Callers that wait until a reader of the log has reached a position. */
export class PositionWaiters {
  readonly #waiting = new Set<{ readonly position: Position; proceed(reached: boolean): void }>();

  get areThere(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves true once `reached` is called with `position` or a later one, false after `withinMs`. */
  until(position: Position, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter = {
        position,
        proceed: (reached: boolean) => {
          clearTimeout(timer);
          this.#waiting.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.proceed(false), withinMs);
      this.#waiting.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of this.#waiting) if (waiter.position <= position) waiter.proceed(true);
  }
}
