import type { DecidedStream, Decider } from '#domain/decider';
import type { Clock } from './clock.js';
import type { Draft, Position } from './envelope.js';
import { ConcurrencyConflict, type EventStore, NO_STREAM, OutcomeUnknown } from './event-store.js';
import type { FoldedStreams, Loaded } from './folded-streams.js';
import type { KeyedMutex } from './keyed-mutex.js';
import { draftOf, type EventTypes, type Origin } from './origin.js';

/** The limit matters for streams that other processes write to as well. */
const decisionAttemptsMax = 50;
const appendAttemptsMax = 3;

/** The result of a command on a stream. `before` is the state that the decision saw, `state` the state after `events`. */
export interface Decided<State, Event> {
  readonly events: Event[];
  readonly before: State;
  readonly state: State;
  /** When the first event of the stream happened, ISO-8601 UTC; null while it has none. */
  readonly begunAt: string | null;
  /** Position of the stream's last event at that moment; null while it has none. */
  readonly position: Position | null;
}

/** The stream is no longer at the revision at which the command was to be decided. */
export class RevisionChanged extends Error {
  constructor(stream: string) {
    super(`Stream ${stream} has changed since it was read.`);
  }
}

/** Wraps a decision for observers: it is told what is about to be decided, and calls the decision. It cannot change the outcome. */
export type AroundDecision = <R extends { readonly events?: readonly { type: string }[] }>(
  asked: { readonly stream: string; readonly command: unknown; readonly origin: Origin },
  decide: () => Promise<R>,
) => Promise<R>;

/** The parts that all streams of a ledger share. */
export interface LedgerParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly eventTypes: EventTypes;
  readonly around: AroundDecision;
  readonly folded: FoldedStreams;
  readonly mutex: KeyedMutex;
}

/** The loop that every command goes through: load, decide, append. */
export class StreamLedger<S, C, E extends { type: string }> {
  readonly #name: string;
  readonly #decider: Decider<S, C, E>;

  constructor(
    private readonly stream: DecidedStream<S, C, E>,
    private readonly parts: LedgerParts,
    private readonly revision: number | null = null,
  ) {
    this.#name = stream.name;
    this.#decider = stream.decider;
  }

  /** Returns a ledger that refuses a command unless the stream is at this revision; null allows any. */
  onlyAt(revision: number | null): StreamLedger<S, C, E> {
    return new StreamLedger(this.stream, this.parts, revision);
  }

  /**
   * Decides `command` on the stream's state and appends the resulting events. After a concurrency conflict it decides again on the new
   * state, unless the command was meant for one revision only. Writers of this process to one stream take turns, so no command is refused
   * because others were faster.
   */
  handle(command: C, origin: Origin): Promise<Decided<S, E>> {
    return this.#around(command, origin, () =>
      this.revision === null ? this.#decide(command, origin, null) : this.#decideOnce(command, origin),
    );
  }

  /**
   * Like `handle`, for a stream whose id was just generated and that nobody else can know: the stream is not read first. If it does exist
   * after all, the store reports a conflict, and the command is decided on what is there.
   */
  begin(command: C, origin: Origin): Promise<Decided<S, E>> {
    const nothing = { state: this.#decider.initial, revision: NO_STREAM, position: null, begunAt: null };
    return this.#around(command, origin, () => this.#decide(command, origin, nothing));
  }

  /**
   * Decides one command after another on a stream that is read once, for a record that is too long to be folded anew for each
   * of its parts. What was recorded stays when a later part fails.
   *
   * @throws ConcurrencyConflict when somebody else writes to the stream meanwhile
   */
  async handleEach(commands: AsyncIterable<C>, origin: Origin): Promise<void> {
    await this.#around(null, origin, async () => {
      let { state, revision } = await this.load();
      for await (const command of commands) {
        origin.requireStanding?.();
        const events = this.#decider.decide(state, command);
        if (events.length === 0) continue;
        const position = await this.#append(revision, this.#draftsOf(events, origin));
        origin.onDecided?.(position, true);
        revision += events.length;
        state = events.reduce(this.#decider.evolve, state);
      }
      return {};
    });
  }

  /** Loads and folds the stream. */
  load(): Promise<Loaded<S>> {
    return this.parts.folded.load(this.stream);
  }

  async #decideOnce(command: C, origin: Origin): Promise<Decided<S, E>> {
    const loaded = await this.load();
    if (loaded.revision !== this.revision) throw new RevisionChanged(this.#name);
    try {
      return await this.#decideOn(loaded, command, origin, 1);
    } catch (error) {
      throw error instanceof ConcurrencyConflict ? new RevisionChanged(this.#name) : error;
    }
  }

  async #decide(command: C, origin: Origin, first: Loaded<S> | null): Promise<Decided<S, E>> {
    const { mutex } = this.parts;
    if (!mutex.isHeld(this.#name)) {
      try {
        return await this.#decideOn(first ?? (await this.load()), command, origin, 1);
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict)) throw error;
      }
    }
    return mutex.run(this.#name, async () => this.#decideOn(await this.load(), command, origin, decisionAttemptsMax));
  }

  async #decideOn(first: Loaded<S>, command: C, origin: Origin, attemptsMax: number): Promise<Decided<S, E>> {
    let loaded = first;
    for (let attempt = 1; ; attempt += 1) {
      const { state: before, revision, position, begunAt } = loaded;
      origin.requireStanding?.();
      const events = this.#decider.decide(before, command);
      if (events.length === 0) {
        if (position !== null) origin.onDecided?.(position, false);
        return { events, before, state: before, begunAt, position };
      }
      const drafts = this.#draftsOf(events, origin);
      try {
        const appended = await this.#append(revision, drafts);
        origin.onDecided?.(appended, true);
        const state = events.reduce(this.#decider.evolve, before);
        return { events, before, state, begunAt: begunAt ?? drafts[0].occurredAt, position: appended };
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict) || attempt === attemptsMax) throw error;
        loaded = await this.load();
      }
    }
  }

  #draftsOf(events: readonly E[], origin: Origin): Draft[] {
    return events.map((event) => draftOf(event, this.parts.eventTypes, origin, this.parts.clock));
  }

  /** An append with an unknown outcome is retried with the same ids, which makes the retry idempotent. */
  async #append(revision: number, drafts: readonly Draft[]): Promise<Position> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.parts.store.append(this.#name, revision, drafts)).position;
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || attempt === appendAttemptsMax) throw error;
      }
    }
  }

  #around<R extends { readonly events?: readonly { type: string }[] }>(
    command: unknown,
    origin: Origin,
    decide: () => Promise<R>,
  ): Promise<R> {
    return this.parts.around({ stream: this.#name, command, origin }, decide);
  }
}
