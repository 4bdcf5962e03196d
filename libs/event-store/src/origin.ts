import type { Clock } from './clock.js';
import type { Actor, Draft, Position } from './envelope.js';
import { orderedId } from './ordered-id.js';

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
