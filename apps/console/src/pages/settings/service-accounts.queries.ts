import { queryOptions } from '@tanstack/react-query';
import type { AllowanceRequestView } from '#api/features/service-accounts/allowance-requests.queries';
import type { ServiceAccountView } from '#api/features/service-accounts/service-account-views';
import type { ServiceAccountDetails } from '#api/features/service-accounts/service-accounts.queries';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { call } from '../../api/call.js';
import { listQuery, type Page } from '../../api/list.js';
import type { Search } from '../../api/search.js';

/** Service accounts that the filters find, newest first where nothing else is asked for. */
export const serviceAccountsQuery = ({ dropped: _, sort = '-createdAt', ...filters }: Search) =>
  listQuery<ServiceAccountDetails>('service-accounts', 'GET /v1/service-accounts', { query: { ...filters, sort } });

/** One service account. */
export const serviceAccountQuery = (id: string) =>
  queryOptions({
    queryKey: ['service-accounts', 'one', id],
    queryFn: async () => (await call<ServiceAccountView>('GET /v1/service-accounts/{id}', { path: { id } })).body,
  });

/** The token of a service account, which has one for as long as it lives. */
export const tokenOfQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ['service-accounts', 'token', ownerId],
    queryFn: async () => {
      const query = { scope: 'organization', ownerId, kind: 'service-account' };
      return (await call<Page<TokenDetails>>('GET /v1/tokens', { query })).body.items[0] ?? null;
    },
  });

/** Requests for a greater allowance that nobody has answered yet. */
export const openRequestsQuery = listQuery<AllowanceRequestView>('allowance-requests', 'GET /v1/service-accounts/allowance-requests', {
  query: { state: 'open' },
});

/** All requests with their answers, oldest first. */
export const requestsQuery = listQuery<AllowanceRequestView>('allowance-requests', 'GET /v1/service-accounts/allowance-requests');

/** What a command on service accounts changes. */
export const changedByAccounts = ['service-accounts', 'tokens', 'summary'] as const;
