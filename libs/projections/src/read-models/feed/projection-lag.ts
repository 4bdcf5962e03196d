import type { Clock } from '#event-store/clock';
import type { Position } from '#event-store/envelope';

/** This many appends are remembered for a reader that has stopped; beyond it, neighbouring appends are merged. */
const appendsMax = 4096;

/** How far a reader is behind the log. */
export interface Lag {
  /** A lower bound for a reader that starts over. */
  readonly events: number;
  /** The age of the oldest event that was not applied yet; for a reader that starts over, the time since this process first knew of it. */
  readonly seconds: number;
  /** The reader has fallen back behind a position that all readers had reached: its tables were lost and are being rebuilt. */
  readonly startsOver: boolean;
}

interface Append {
  readonly position: Position;
  readonly events: number;
  readonly atMs: number;
}

/**
 * The lag of each reader of the log, computed from this process's own appends, so that a reader whose subscription went silent is noticed,
 * too. Positions are only compared.
 */
export class ProjectionLag {
  readonly #clock: Clock;
  #appends: Append[] = [];
  /** The newest position that every reader is known to have reached, with everything before it merged into one append. */
  #leftBehind: Append;

  /** `head` is the end of the log at the start, null while it is empty; every reader is expected to have reached it first. */
  constructor(clock: Clock, head: Position | null) {
    this.#clock = clock;
    this.#leftBehind = { position: head ?? 0n, events: head === null ? 0 : 1, atMs: clock.monotonicMs() };
  }

  /** A retried append returns its first position, which was noted then. */
  noteAppend(position: Position, events: number): void {
    const last = this.#appends.at(-1);
    if (last && position <= last.position) return;
    this.#appends.push({ position, events, atMs: this.#clock.monotonicMs() });
    if (this.#appends.length > appendsMax) this.#appends = inPairs(this.#appends);
  }

  /** The lag of each reader, by name, at its current position; null stands for a reader that has applied nothing. */
  of<Name extends string>(readers: ReadonlyMap<Name, Position | null>): Map<Name, Lag> {
    const positions = [...readers.values()].map((position) => position ?? 0n);
    const reachedByAll = positions.reduce((least, each) => (each < least ? each : least), this.#appends.at(-1)?.position ?? 0n);
    for (const append of this.#appends.filter(({ position }) => position <= reachedByAll)) {
      this.#leftBehind = { ...append, events: this.#leftBehind.events + append.events, atMs: this.#leftBehind.atMs };
    }
    this.#appends = this.#appends.filter(({ position }) => position > reachedByAll);
    return new Map([...readers].map(([name, position]) => [name, this.#behind(position ?? 0n)]));
  }

  #behind(reached: Position): Lag {
    const startsOver = reached < this.#leftBehind.position;
    const ahead = [this.#leftBehind, ...this.#appends].filter(({ position }) => position > reached);
    if (ahead.length === 0) return { events: 0, seconds: 0, startsOver };
    const events = ahead.reduce((sum, append) => sum + append.events, 0);
    return { events, seconds: (this.#clock.monotonicMs() - ahead[0].atMs) / 1000, startsOver };
  }
}

/** Merges pairs of entries; each pair has the age of its first append and the position of its second. */
function inPairs(appends: readonly Append[]): Append[] {
  const halved: Append[] = [];
  for (let i = 0; i < appends.length; i += 2) {
    const [first, second = first] = appends.slice(i, i + 2);
    const events = second === first ? first.events : first.events + second.events;
    halved.push({ position: second.position, events, atMs: first.atMs });
  }
  return halved;
}
