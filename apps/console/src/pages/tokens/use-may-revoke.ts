import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCan, useConsole } from '../../api/use-console.js';

/** Whether the person may revoke a token: their own, or, where they may take all of a person's away, anybody's. */
export function useMayRevoke(): (token: Pick<TokenDetails, 'ownerId'>) => boolean {
  const { me } = useConsole();
  const can = useCan();
  const ofOthers = can('POST /v1/users/{id}/revoke-tokens');
  return ({ ownerId }) => can('POST /v1/tokens/{id}/revoke') && (ofOthers || ownerId === me.id);
}
