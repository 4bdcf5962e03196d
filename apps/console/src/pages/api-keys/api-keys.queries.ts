import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ApiKeyView } from '#api/features/api-keys/api-key-views';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import type { PrincipalView } from '#api/features/users/principal-views';
import { call } from '../../api/call.js';
import { listQuery, type Page } from '../../api/list.js';
import type { Search } from '../../api/search.js';

export type KeyScope = 'own' | 'organization';

const narrowing = ['q', 'state', 'ownerId', 'neverUsed', 'expiresBefore', 'lastUsedBefore'] as const;

/** API keys of one's own or of everybody, newest first where no other order is asked for. */
export const apiKeysQuery = (scope: KeyScope, search: Search) => {
  const narrowed = Object.fromEntries(narrowing.map((name) => [name, search[name]]));
  return listQuery<ApiKeyDetails>('api-keys', 'GET /v1/api-keys', { query: { ...narrowed, sort: search.sort ?? '-createdAt', scope } });
};

/** One key, with the tag that a change of it names; asked for anew each time that it is to be changed. */
export const apiKeyQuery = (id: string) =>
  queryOptions({
    queryKey: ['api-keys', id],
    queryFn: () => call<ApiKeyView>('GET /v1/api-keys/{id}', { path: { id } }),
    gcTime: 0,
  });

const offeredMax = 8;

/** The people whose name or address holds what was typed, as far as they can have a key. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['users', 'offered', q],
    queryFn: async ({ signal }) =>
      (await call<Page<PrincipalView>>('GET /v1/users', { query: { q, state: 'active', limit: offeredMax }, signal })).body.items,
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
