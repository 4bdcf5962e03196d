import type { Clock } from './clock.js';
import type { Actor, Draft, Position } from './envelope.js';
import { orderedId } from './ordered-id.js';

/**
 * What a command was asked for by, as its events remember it, and who hears what becomes of it. Nobody writes into one: anyone who acts in
 * another name makes another.
 */
export interface Origin {
  readonly actor: Actor;
  readonly organizationId: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
  /** Throws once the one who asked may do so no longer. Asked right before each decision: a command may have waited long. */
  readonly requireStanding?: () => void;
  /** Hears after each decision at which place of the log it was made, and whether it appended anything there. */
  readonly onDecided?: (position: Position, hasAppended: boolean) => void;
}

/** The same, for one whose standing is required until a decision was appended: what has begun is finished. */
export function whileStanding(origin: Origin, requireStanding: () => void): Origin {
  let hasBegun = false;
  return {
    ...origin,
    requireStanding() {
      if (!hasBegun) requireStanding();
    },
    onDecided(position, hasAppended) {
      hasBegun ||= hasAppended;
      origin.onDecided?.(position, hasAppended);
    },
  };
}

/**
 * The origin of what is recorded on the occasion of a request and is not what it asked for: nobody's standing is required for that, and
 * the answer does not speak of it.
 */
export function aside(
  { actor, organizationId, correlationId, causationId, requestId }: Origin,
  as: Partial<Pick<Origin, 'actor' | 'organizationId' | 'causationId'>> = {},
): Origin {
  return { actor, organizationId, correlationId, causationId, requestId, ...as };
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
