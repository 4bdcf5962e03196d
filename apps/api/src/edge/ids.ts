import { v4 } from 'uuid';
import { orderedId } from '#event-store/ordered-id';

/** Ids of everything that is ordered by when it came to be. Never a secret. */
export const newId = orderedId;

/** An id that tells nothing, for one answer. */
export const uuid = (): string => v4();
