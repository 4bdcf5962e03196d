import { LRUCache } from 'lru-cache';
import type { DecidedStream } from '#domain/decider';
import type { Position } from './envelope.js';
import { type EventStore, NO_STREAM } from './event-store.js';
import { toEvent } from './upcast.js';

/** A shorter stream is read again as fast as it would be found in the cache. */
const eventsMin = 64;
const streamsMax = 64;

/** The folded state of a stream. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position | null;
  /** When the first event of the stream happened, ISO-8601 UTC; null while it has none. */
  readonly begunAt: string | null;
}

interface Kept {
  /** The function with which it was folded. */
  readonly evolve: unknown;
  readonly loaded: Loaded<unknown>;
}

/**
 * A cache of folded states. It keeps the states of the long streams that were used last and reads only the events appended since, because
 * events never change. An organization's stream grows for years, and every change of its settings reads it.
 */
export class FoldedStreams {
  readonly #kept = new LRUCache<string, Kept>({ max: streamsMax });

  constructor(private readonly store: EventStore) {}

  async load<S, C, E>({ name, decider: { initial, evolve } }: DecidedStream<S, C, E>): Promise<Loaded<S>> {
    const kept = this.#kept.get(name);
    const nothing = { state: initial, revision: NO_STREAM, position: null, begunAt: null };
    const before = kept?.evolve === evolve ? (kept.loaded as Loaded<S>) : nothing;
    const later = await this.store.readStream(name, before.revision + 1);
    const last = later.at(-1);
    if (!last) return before;
    const state = later.reduce((folded, recorded) => evolve(folded, toEvent<E>(recorded)), before.state);
    const loaded = { state, revision: last.revision, position: last.position, begunAt: before.begunAt ?? later[0].occurredAt };
    if (last.revision >= eventsMin) this.#kept.set(name, { evolve, loaded });
    return loaded;
  }
}
