import type { Clock } from '#event-store/clock';
import type { Position } from '#event-store/envelope';

/** What a reader of the log that never gets on may cost in memory; beyond it, neighbouring appends are remembered as one. */
const appendsMax = 4096;

/** How far one reader of the log is behind it. */
export interface Lag {
  /** At least, for one that starts over. */
  readonly events: number;
  /** Since the oldest event that was not applied yet was appended; for one that starts over, since this process knows of it. */
  readonly seconds: number;
  /** It is at a place that every reader had left behind: what it showed was lost, and is being made again. */
  readonly startsOver: boolean;
}

interface Append {
  readonly position: Position;
  readonly events: number;
  readonly atMs: number;
}

/**
 * How far the readers of the log are behind, told from what this process appended: a reader whose subscription went silent is
 * noticed too. Positions are only ever compared.
 */
export class ProjectionLag {
  readonly #clock: Clock;
  #appends: Append[] = [];
  /** The newest place that every reader is known to have got to, with all before it as one append. */
  #leftBehind: Append;

  /** `head` is where the log ends at the start, null while it is empty: anyone who follows it has got there first. */
  constructor(clock: Clock, head: Position | null) {
    this.#clock = clock;
    this.#leftBehind = { position: head ?? 0n, events: head === null ? 0 : 1, atMs: clock.monotonicMs() };
  }

  /** A retry is answered with the place of its first append, which was noted then. */
  noteAppend(position: Position, events: number): void {
    const last = this.#appends.at(-1);
    if (last && position <= last.position) return;
    this.#appends.push({ position, events, atMs: this.#clock.monotonicMs() });
    if (this.#appends.length > appendsMax) this.#appends = inPairs(this.#appends);
  }

  /** The lag of each reader by its name, from the place that it has got to; null for one that has seen nothing. */
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

/** Half as many entries, each as old as its first append and as far as its second. */
function inPairs(appends: readonly Append[]): Append[] {
  const halved: Append[] = [];
  for (let i = 0; i < appends.length; i += 2) {
    const [first, second = first] = appends.slice(i, i + 2);
    const events = second === first ? first.events : first.events + second.events;
    halved.push({ position: second.position, events, atMs: first.atMs });
  }
  return halved;
}
