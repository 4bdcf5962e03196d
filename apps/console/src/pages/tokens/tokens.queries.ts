import { queryOptions } from '@tanstack/react-query';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { call } from '../../api/call.js';
import { listQuery } from '../../api/list.js';
import type { Search } from '../../api/search.js';

/** What is asked for of the tokens of everybody, newest first unless another order is said. */
export const everybodysFilters = ({ dropped: _, ...search }: Search) => ({ scope: 'organization', sort: '-createdAt', ...search });

/** The tokens of everybody in the organization. */
export const everybodysTokensQuery = (search: Search) =>
  listQuery<TokenDetails>('tokens', 'GET /v1/tokens', { query: everybodysFilters(search) });

/** One token, as it stands now. */
export const tokenQuery = (id: string) =>
  queryOptions({
    queryKey: ['tokens', 'one', id],
    queryFn: async () => (await call<TokenDetails>('GET /v1/tokens/{id}', { path: { id } })).body,
  });
