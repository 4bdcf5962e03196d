import { queryOptions } from '@tanstack/react-query';
import type { OrganizationView } from '#api/features/organization/organization-views';
import type { SessionView } from '#api/features/sessions/sessions.queries';
import type { SummaryView } from '#api/features/summary/summary.queries';
import type { PrincipalView } from '#api/features/users/principal-views';
import { call } from '../../api/call.js';
import type { Page } from '../../api/list.js';

/** The counts of the home page. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: async ({ signal }) => (await call<SummaryView>('GET /v1/summary', { signal })).body,
});

const shownSignIns = 3;

/** The newest of one's own sessions. */
export const newestSessionsQuery = queryOptions({
  queryKey: ['sessions', 'newest'],
  queryFn: async ({ signal }) => (await call<Page<SessionView>>('GET /v1/sessions', { query: { limit: shownSignIns }, signal })).body.items,
});

/** The settings of the organization. */
export const settingsQuery = queryOptions({
  queryKey: ['organization', 'settings'],
  queryFn: async ({ signal }) => (await call<OrganizationView>('GET /v1/organization', { signal })).body,
});

/** Whether the organization has more people than one. */
export const hasMembersQuery = queryOptions({
  queryKey: ['users', 'more than one'],
  queryFn: async ({ signal }) => (await call<Page<PrincipalView>>('GET /v1/users', { query: { limit: 2 }, signal })).body.items.length > 1,
});

/** Whether the activity log knows of an event of this type. */
export const happenedQuery = (type: 'BackupMade' | 'TokenTtlChanged') =>
  queryOptions({
    queryKey: ['activity', 'happened', type],
    queryFn: async ({ signal }) =>
      (await call<Page<unknown>>('GET /v1/activity', { query: { type, limit: 1 }, signal })).body.items.length > 0,
  });
