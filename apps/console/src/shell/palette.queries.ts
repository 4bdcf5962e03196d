import { queryOptions } from '@tanstack/react-query';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import type { PrincipalView } from '#api/features/users/principal-views';
import { call } from '../api/call.js';
import type { Page } from '../api/list.js';

const foundMax = 5;

/** The first items of a list whose name holds what was typed; of all where that is empty. */
const foundQuery = <Item>(
  route: 'GET /v1/users' | 'GET /v1/tokens',
  q: string,
  isAsked: boolean,
  others: Readonly<Record<string, string>>,
) =>
  queryOptions({
    queryKey: ['found', route, q, others],
    queryFn: async ({ signal }) => (await call<Page<Item>>(route, { query: { q, limit: foundMax, ...others }, signal })).body.items,
    enabled: isAsked,
    gcTime: 30_000,
  });

export const peopleFoundQuery = (q: string, isAsked: boolean) => foundQuery<PrincipalView>('GET /v1/users', q, isAsked, { kind: 'user' });

export const tokensFoundQuery = (q: string, isAsked: boolean, scope: 'own' | 'organization') =>
  foundQuery<TokenDetails>('GET /v1/tokens', q, isAsked, { scope, sort: '-createdAt' });
