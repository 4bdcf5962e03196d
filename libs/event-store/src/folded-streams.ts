import { LRUCache } from 'lru-cache';
import type { DecidedStream } from '#domain/decider';
import type { Position } from './envelope.js';
import { type EventStore, NO_STREAM } from './event-store.js';
import { toEvent } from './upcast.js';

/** Shorter streams are read again as fast as one could look for them. */
const eventsMin = 64;
const streamsMax = 64;

/** What happened to a stream so far, folded. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position | null;
  /** When the first event of the stream happened, ISO-8601 UTC; null while it has none. */
  readonly begunAt: string | null;
}

interface Kept {
  /** By what it was folded. */
  readonly evolve: unknown;
  readonly loaded: Loaded<unknown>;
}

/**
 * Streams, read and folded. Of the long ones that were asked for last it keeps what they came to: what happened once has happened for
 * ever, so only what came after has to be read. An organization's stream grows for years, and every change of its settings reads it.
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
