import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { listQuery } from '../../api/list.js';
import type { Search } from '../../api/search.js';

/** One's own tokens of one kind that the filters find, newest first. */
export const ownTokensQuery = (kind: 'personal' | 'legacy', { dropped: _, ...filters }: Search = {}) =>
  listQuery<TokenDetails>('tokens', 'GET /v1/tokens', { query: { scope: 'own', kind, sort: '-createdAt', ...filters } });
