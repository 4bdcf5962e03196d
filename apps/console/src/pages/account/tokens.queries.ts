import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { listQuery } from '../../api/list.js';

/** One's own tokens of one kind, newest first. */
export const ownTokensQuery = (kind: 'personal' | 'legacy') =>
  listQuery<TokenDetails>('tokens', 'GET /v1/tokens', { query: { scope: 'own', kind, sort: '-createdAt' } });
