import { v4 } from 'uuid';
import { orderedId } from '#event-store/ordered-id';

/** Makes time-ordered ids (UUIDv7) for everything that is created. An id is never a secret. */
export const newId = orderedId;

/** An id that tells nothing, for one answer. */
export const uuid = (): string => v4();
