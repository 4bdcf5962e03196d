import type { Clock } from './clock.js';
import type { Actor, Draft, Position } from './envelope.js';
import { orderedId } from './ordered-id.js';

/**
 * Who asked for a command and in what context, as its events record it, and who is notified of the outcome. An origin is never modified:
 * code that acts in another name creates another.
 */
export interface Origin {
  readonly actor: Actor;
  readonly organizationId: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
  /** Throws when the caller may no longer do this. It is called right before each decision, since a command may have waited long. */
  readonly requireStanding?: () => void;
  /** Called after each decision with the log position at which it was made, and whether it appended anything. */
  readonly onDecided?: (position: Position, hasAppended: boolean) => void;
}

/** Returns an origin that requires the caller's standing only until the first event is appended, so that what has begun is finished. */
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
 * Returns an origin for events that a request causes but did not ask for: they do not require the caller's standing, and the answer does
 * not mention their position.
 */
export function aside(
  { actor, organizationId, correlationId, causationId, requestId }: Origin,
  as: Partial<Pick<Origin, 'actor' | 'organizationId' | 'causationId'>> = {},
): Origin {
  return { actor, organizationId, correlationId, causationId, requestId, ...as };
}

/** For each event type, the schema version that is written, and whether a reader that judges validity must understand it. */
export type EventTypes = Readonly<Record<string, { readonly schemaVersion: number; readonly critical: boolean }>>;

/** Returns an event as a draft for the store, with a new id. */
export function draftOf<E extends { type: string }>({ type, ...data }: E, eventTypes: EventTypes, origin: Origin, clock: Clock): Draft {
  const { schemaVersion, critical } = eventTypes[type];
  const { actor, organizationId, correlationId, causationId, requestId } = origin;
  const occurredAt = clock.nowText();
  return { id: orderedId(), type, schemaVersion, critical, occurredAt, data, actor, organizationId, correlationId, causationId, requestId };
}
