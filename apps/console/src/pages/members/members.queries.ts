import { queryOptions } from '@tanstack/react-query';
import type { ServiceAccountView } from '#api/features/service-accounts/service-account-views';
import type { SummaryView } from '#api/features/summary/summary.queries';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import type { FootprintView } from '#api/features/users/footprint.queries';
import type { PasswordResetView } from '#api/features/users/password-resets.queries';
import type { PrincipalView } from '#api/features/users/principal-views';
import type { UserView } from '#api/features/users/user-views';
import { call } from '../../api/call.js';
import { listQuery, type Page } from '../../api/list.js';
import { problemOf } from '../../api/problem.js';
import type { Search } from '../../api/search.js';
import { type Member, memberOfPerson } from './shown-member.js';

/** People and service accounts together, unless one kind is asked for. */
export const membersQuery = ({ dropped: _, ...search }: Search) =>
  listQuery<PrincipalView>('users', 'GET /v1/users', { query: { kind: 'all', ...search } });

/** The owners who are not disabled. Their number is small. */
export const ownersQuery = queryOptions({
  queryKey: ['users', 'owners'],
  queryFn: async () =>
    (await call<Page<PrincipalView>>('GET /v1/users', { query: { role: 'owner', state: 'active', limit: 200 } })).body.items,
});

/** How many people and service accounts there are. */
export const headcountQuery = queryOptions({
  queryKey: ['users', 'headcount'],
  queryFn: async () => (await call<SummaryView>('GET /v1/summary')).body.organization,
});

/** One person, and the tag that a change of the role names. */
export const memberQuery = (id: string) =>
  queryOptions({ queryKey: ['users', 'one', id], queryFn: () => call<UserView>('GET /v1/users/{id}', { path: { id } }) });

/** What is left of a person to take away. */
export const footprintQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'footprint', id],
    queryFn: async () => (await call<FootprintView>('GET /v1/users/{id}/footprint', { path: { id } })).body,
  });

/** The reset links that were ever made for a person, oldest first. */
export const resetLinksQuery = (id: string) =>
  listQuery<PasswordResetView>('users', 'GET /v1/users/{id}/password-resets', { path: { id } });

/** API keys that a person made and that are not over, of everybody. */
export const keysMadeByQuery = (id: string) =>
  queryOptions({
    queryKey: ['tokens', 'keys-made-by', id],
    queryFn: async () => {
      const query = { scope: 'organization', kind: 'api-key', createdBy: id, sort: '-createdAt', limit: 200 };
      const { items } = (await call<Page<TokenDetails>>('GET /v1/tokens', { query })).body;
      return items.filter(({ state }) => state === 'active' || state === 'suspended');
    },
  });

/** What a person or a service account is called, and which of both it is; null once nobody knows it any more. */
export const memberByIdQuery = (id: string) =>
  queryOptions({ queryKey: ['users', 'by-id', id], queryFn: () => memberById(id), staleTime: 60_000 });

async function memberById(id: string): Promise<Pick<Member, 'id' | 'kind' | 'label'> | null> {
  try {
    return memberOfPerson((await call<UserView>('GET /v1/users/{id}', { path: { id } })).body);
  } catch (error) {
    if (problemOf(error).status !== 404) throw error;
  }
  try {
    const { name } = (await call<ServiceAccountView>('GET /v1/service-accounts/{id}', { path: { id } })).body;
    return { id, kind: 'service-account', label: name ?? 'a service account' };
  } catch (error) {
    if (problemOf(error).status !== 404) throw error;
    return null;
  }
}
