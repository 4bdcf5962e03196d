import { v4, v5 } from 'uuid';
import { orderedId } from '#event-store/ordered-id';

/** Ids of everything that is ordered by when it came to be. Never a secret. */
export const newId = orderedId;

/** An id that tells nothing, for one answer. */
export const uuid = (): string => v4();

const legacyTokens = 'a3c1f6de-5f0b-4f0e-9d5e-6f2b6e1d7c41';

/** A person has one legacy token in an organization, so its id follows from the two. */
export const legacyTokenId = (organizationId: string, userId: string): string => v5(`${organizationId} ${userId}`, legacyTokens);
