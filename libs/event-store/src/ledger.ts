import type { DecidedStream } from '#domain/decider';
import type { Clock } from './clock.js';
import type { EventStore } from './event-store.js';
import { FoldedStreams } from './folded-streams.js';
import { KeyedMutex } from './keyed-mutex.js';
import type { EventTypes } from './origin.js';
import { type AroundDecision, type LedgerParts, StreamLedger } from './stream-ledger.js';

/** Decides commands, stream by stream. */
export class Ledger {
  readonly #parts: LedgerParts;

  constructor(store: EventStore, clock: Clock, eventTypes: EventTypes, around: AroundDecision = (_asked, decide) => decide()) {
    this.#parts = { store, clock, eventTypes, around, folded: new FoldedStreams(store), mutex: new KeyedMutex() };
  }

  /** Returns the ledger of one stream, which accepts only commands of the stream's own decider. */
  on<State, Command, Event extends { type: string }>(stream: DecidedStream<State, Command, Event>): StreamLedger<State, Command, Event> {
    return new StreamLedger(stream, this.#parts);
  }
}
