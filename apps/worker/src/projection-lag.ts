import type { Clock } from '#event-store/clock';
import type { Position } from '#event-store/envelope';

/** What a reader of the log that never gets on may cost in memory; beyond it, neighbouring appends are remembered as one. */
const appendsMax = 4096;

/** How far one reader of the log is behind it. */
export interface Lag {
  readonly events: number;
  /** Since the oldest event that was not applied yet was appended. */
  readonly seconds: number;
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
  #appends: Append[] = [];

  constructor(private readonly clock: Clock) {}

  /** A retry is answered with the place of its first append, which was noted then. */
  noteAppend(position: Position, events: number): void {
    const last = this.#appends.at(-1);
    if (last && position <= last.position) return;
    this.#appends.push({ position, events, atMs: this.clock.monotonicMs() });
    if (this.#appends.length > appendsMax) this.#appends = inPairs(this.#appends);
  }

  /** The lag of each reader by its name, from the place that it has got to; null for one that has seen nothing. */
  of<Name extends string>(readers: ReadonlyMap<Name, Position | null>): Map<Name, Lag> {
    const reached = [...readers.values()].map((position) => position ?? 0n);
    this.#appends = this.#appends.filter(({ position }) => reached.some((each) => each < position));
    return new Map([...readers].map(([name, position]) => [name, this.#behind(position ?? 0n)]));
  }

  #behind(reached: Position): Lag {
    const ahead = this.#appends.filter(({ position }) => position > reached);
    if (ahead.length === 0) return { events: 0, seconds: 0 };
    return {
      events: ahead.reduce((sum, { events }) => sum + events, 0),
      seconds: (this.clock.monotonicMs() - ahead[0].atMs) / 1000,
    };
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
