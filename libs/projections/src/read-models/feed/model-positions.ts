import type { Position } from '#event-store/envelope';
import { PositionWaiters } from '../../position-waiters.js';
import type { Projection } from '../projection.js';

type Named = Pick<Projection, 'name'>;

/** The position of each read model, and the callers that wait for one. */
export class ModelPositions {
  readonly #positions = new Map<string, Position>();
  readonly #waiters = new Map<string, PositionWaiters>();

  of({ name }: Named): Position {
    return this.#positions.get(name) ?? 0n;
  }

  /** Returns the position of each read model by name. */
  all(): Map<string, Position> {
    return new Map(this.#positions);
  }

  /** Sets the starting position of a read model, which may be before its current one. */
  begin({ name }: Named, position: Position): void {
    this.#positions.set(name, position);
  }

  /** A read model that is already farther keeps its position. */
  advance(model: Named, position: Position): void {
    if (position <= this.of(model)) return;
    this.#positions.set(model.name, position);
    this.#waitersOf(model).reached(position);
  }

  /** Whether each of these has applied `position`, waiting for it at most `withinMs`. */
  async reached(models: readonly Named[], position: Position, withinMs: number): Promise<boolean> {
    const behind = models.filter((model) => this.of(model) < position);
    const arrivals = await Promise.all(behind.map((model) => this.#waitersOf(model).until(position, withinMs)));
    return arrivals.every((hasArrived) => hasArrived);
  }

  /** Whether a caller waits for one of these. */
  areAwaited(models: Iterable<Named>): boolean {
    for (const model of models) if (this.#waitersOf(model).areThere) return true;
    return false;
  }

  #waitersOf({ name }: Named): PositionWaiters {
    const waiters = this.#waiters.get(name) ?? new PositionWaiters();
    this.#waiters.set(name, waiters);
    return waiters;
  }
}
