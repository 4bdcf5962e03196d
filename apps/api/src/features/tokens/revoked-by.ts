import type { RevokedBy } from '#domain/token.revocation';
import type { Actor } from '#event-store/envelope';

/** In which capacity the actor ends what belongs to this owner. Only the caller knows whether the actor acts by possession. */
export function revokedBy({ kind, id }: Actor, ownerId: string): RevokedBy {
  if (kind === 'cli') return 'operator';
  if (kind === 'system') return 'system';
  return id === ownerId ? 'owner' : 'administrator';
}
