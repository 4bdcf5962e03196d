import type { Position } from '#event-store/envelope';

/** What entries are asked for; of several members, all must hold. */
export interface ActivityFilter {
  readonly organizationId: string;
  readonly actor?: string;
  readonly subject?: string;
  /** Id of the token or verifier that it was done with. */
  readonly credential?: string;
  /** Of one of these types. */
  readonly types?: readonly string[];
  /** Id of the request that it was done by. */
  readonly request?: string;
  /** Id of the event itself. */
  readonly event?: string;
  /** What the events of one request, and of all that followed from it, have in common. */
  readonly correlation?: string;
  /** ISO-8601 UTC, inclusive. */
  readonly from?: string;
  /** ISO-8601 UTC, exclusive. */
  readonly to?: string;
  /** Positions of events that concern the subject, though they do not name it. */
  readonly alsoAt?: readonly number[];
  /** Restricts the answer to what this principal did and to what was done to it. */
  readonly restrictedTo?: string;
  /** An exclusive bound: only entries before this position are returned. */
  readonly before: Position | null;
  readonly limit: number;
}

/** The same without whose entries they are. */
export type Asked = Omit<ActivityFilter, 'organizationId'>;

/**
 * Several types are read in the order of an index, too: together where another index finds the entries, otherwise one after the other by
 * the index of types.
 */
export function typesAtOnce(
  { types, credential, request, event, correlation }: Omit<Asked, 'actor' | 'subject'>,
  whose: readonly string[],
) {
  const isFoundOtherwise = whose.length > 0 || [credential, request, event, correlation].some((each) => each !== undefined);
  return types === undefined || isFoundOtherwise ? [types] : types.map((type) => [type]);
}

/** Whether only times are asked for: such pages are in the order of time. */
export function isAskedByTime({ from, to, limit: _, before: __, ...others }: Asked): boolean {
  return (from ?? to) !== undefined && Object.values(others).every((each) => each === undefined);
}
