import { v5 } from 'uuid';

const legacyTokens = 'a3c1f6de-5f0b-4f0e-9d5e-6f2b6e1d7c41';

/** A person has one legacy token in an organization, so its id is derived from the two. */
export const legacyTokenId = (organizationId: string, userId: string): string => v5(`${organizationId} ${userId}`, legacyTokens);
