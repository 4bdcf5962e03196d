import type { Position } from '#event-store/envelope';

/**
 * A limit passes in so many steps, one after the other. A process that was held up for longer than the limit finds only one of them passed,
 * and reads what is there before it gives up.
 */
const steps = 4;

/** Callers that wait until a reader of the log has reached a position. */
export class PositionWaiters {
  readonly #waiting = new Set<{ readonly position: Position; proceed(reached: boolean): void }>();

  get areThere(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves true once `reached` is called with `position` or a later one, false after `withinMs` in which the process was running. */
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
      const stepsLeft = (left: number): NodeJS.Timeout =>
        setTimeout(() => {
          if (left === 1) waiter.proceed(false);
          else timer = stepsLeft(left - 1);
        }, withinMs / steps);
      let timer = stepsLeft(steps);
      this.#waiting.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of this.#waiting) if (waiter.position <= position) waiter.proceed(true);
  }
}
