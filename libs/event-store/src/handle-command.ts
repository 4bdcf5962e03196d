import type { Decider } from '#domain/decider';
import type { Clock } from './clock.js';
import type { Actor, Draft, Position } from './envelope.js';
import { ConcurrencyConflict, type EventStore, NO_STREAM, OutcomeUnknown } from './event-store.js';
import { FoldedStreams, type Loaded } from './folded-streams.js';
import { orderedId } from './ordered-id.js';
import { Turns } from './turns.js';

/** Of those that other processes may get ahead of. */
const decisionAttemptsMax = 50;
const appendAttemptsMax = 3;

/** What a command was asked for by, as its events remember it. */
export interface Origin {
  actor: Actor;
  organizationId: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
  /** Id to give to what is created, when a client must be able to ask for the very same creation again. */
  creationId?: string;
  /**
   * Throws once the one who asked may do so no longer. Asked right before each decision until one of them was appended: a command may
   * have waited long since it was admitted, and what has begun is finished.
   */
  requireStanding?: () => void;
  /** The highest position that the decisions of this request read or wrote; null while there was none. */
  position: Position | null;
}

/** For each type of event: the version that is written, and whether a judge of validity may ignore it. */
export type EventTypes = Readonly<Record<string, { readonly schemaVersion: number; readonly critical: boolean }>>;

/** An event as it goes to the store, under an id of its own. */
export function draftOf<E extends { type: string }>({ type, ...data }: E, eventTypes: EventTypes, origin: Origin, clock: Clock): Draft {
  const { schemaVersion, critical } = eventTypes[type];
  const { actor, organizationId, correlationId, causationId, requestId } = origin;
  const occurredAt = clock.nowText();
  return { id: orderedId(), type, schemaVersion, critical, occurredAt, data, actor, organizationId, correlationId, causationId, requestId };
}

/** What a command made of a stream. `before` is the state that decided, `state` the one after `events`. */
export interface Decided<State, Event> {
  readonly events: Event[];
  readonly before: State;
  readonly state: State;
  /** When the first event of the stream happened, ISO-8601 UTC; null while it has none. */
  readonly begunAt: string | null;
}

/** What a command was to be decided on has changed. */
export class RevisionChanged extends Error {
  constructor(stream: string) {
    super(`Stream ${stream} has changed since it was read.`);
  }
}

/** The loop that every command goes through: load, decide, append. */
export class Ledger {
  readonly #folded: FoldedStreams;
  readonly #turns = new Turns();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly eventTypes: EventTypes,
  ) {
    this.#folded = new FoldedStreams(store);
  }

  /**
   * Decides `command` on what happened to `stream` and appends what was decided. If another writer got in between, it is
   * decided again on what that one wrote, unless it was to be decided `onlyAtRevision`. Where many of this process write to one
   * stream, they take turns: nobody is refused because others were faster.
   */
  async handle<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    command: C,
    origin: Origin,
    onlyAtRevision: number | null = null,
  ): Promise<Decided<S, E>> {
    if (onlyAtRevision === null) return this.#decide(decider, stream, command, origin, null);
    const loaded = await this.load(decider, stream);
    if (loaded.revision !== onlyAtRevision) throw new RevisionChanged(stream);
    try {
      return await this.#decideOn(loaded, decider, stream, command, origin, 1);
    } catch (error) {
      throw error instanceof ConcurrencyConflict ? new RevisionChanged(stream) : error;
    }
  }

  /**
   * The same for a stream that was named a moment ago and that nobody else can know: nothing is read for it to be begun. Should it
   * have begun after all, the store says so, and the command is decided on what is there.
   */
  begin<S, C, E extends { type: string }>(decider: Decider<S, C, E>, stream: string, command: C, origin: Origin): Promise<Decided<S, E>> {
    const nothing = { state: decider.initial, revision: NO_STREAM, position: null, begunAt: null };
    return this.#decide(decider, stream, command, origin, nothing);
  }

  /**
   * Decides one command after another on a stream that is read once, for a record that is too long to be folded anew for each
   * of its parts. What was recorded stays when a later part fails.
   *
   * @throws ConcurrencyConflict when somebody else writes to the stream meanwhile
   */
  async handleEach<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    commands: AsyncIterable<C>,
    origin: Origin,
  ): Promise<void> {
    let { state, revision } = await this.load(decider, stream);
    for await (const command of commands) {
      origin.requireStanding?.();
      const events = decider.decide(state, command);
      if (events.length === 0) continue;
      const drafts = events.map((event) => draftOf(event, this.eventTypes, origin, this.clock));
      noteAppended(origin, await this.#append(stream, revision, drafts));
      revision += events.length;
      state = events.reduce(decider.evolve, state);
    }
  }

  /** What happened to a stream so far, folded. */
  load<S, C, E>(decider: Decider<S, C, E>, stream: string): Promise<Loaded<S>> {
    return this.#folded.load(decider, stream);
  }

  async #decide<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    command: C,
    origin: Origin,
    first: Loaded<S> | null,
  ): Promise<Decided<S, E>> {
    if (!this.#turns.areTaken(stream)) {
      try {
        return await this.#decideOn(first ?? (await this.load(decider, stream)), decider, stream, command, origin, 1);
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict)) throw error;
      }
    }
    return this.#turns.take(stream, async () =>
      this.#decideOn(await this.load(decider, stream), decider, stream, command, origin, decisionAttemptsMax),
    );
  }

  async #decideOn<S, C, E extends { type: string }>(
    first: Loaded<S>,
    decider: Decider<S, C, E>,
    stream: string,
    command: C,
    origin: Origin,
    attemptsMax: number,
  ): Promise<Decided<S, E>> {
    let loaded = first;
    for (let attempt = 1; ; attempt += 1) {
      const { state: before, revision, position, begunAt } = loaded;
      origin.requireStanding?.();
      const events = decider.decide(before, command);
      if (events.length === 0) {
        note(origin, position);
        return { events, before, state: before, begunAt };
      }
      const drafts = events.map((event) => draftOf(event, this.eventTypes, origin, this.clock));
      try {
        noteAppended(origin, await this.#append(stream, revision, drafts));
        return { events, before, state: events.reduce(decider.evolve, before), begunAt: begunAt ?? drafts[0].occurredAt };
      } catch (error) {
        if (!(error instanceof ConcurrencyConflict) || attempt === attemptsMax) throw error;
        loaded = await this.load(decider, stream);
      }
    }
  }

  /** An append whose outcome is unknown is repeated with the same ids, which is the same append. */
  async #append(stream: string, revision: number, drafts: readonly Draft[]): Promise<Position> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.store.append(stream, revision, drafts)).position;
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || attempt === appendAttemptsMax) throw error;
      }
    }
  }
}

function note(origin: Origin, position: Position | null): void {
  if (position !== null && (origin.position === null || position > origin.position)) origin.position = position;
}

function noteAppended(origin: Origin, position: Position): void {
  origin.requireStanding = undefined;
  note(origin, position);
}
