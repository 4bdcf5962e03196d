import { queryOptions } from '@tanstack/react-query';
import type { ActivityEvent, ActivityView } from '#api/features/activity/activity-view';
import { call, type Sent } from '../api/call.js';
import { listQuery } from '../api/list.js';

/** What a list of events is narrowed down to, as the route takes it. */
export type ActivityFilters = NonNullable<Sent['query']>;

/** Entries of the activity log with names, newest first. */
export const activityQuery = (filters: ActivityFilters = {}) =>
  listQuery<ActivityView>('activity', 'GET /v1/activity', { query: { ...filters, expand: 'names' } });

/** One event with its cause and its effects. */
export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['activity-event', id],
    queryFn: async ({ signal }) =>
      (await call<ActivityEvent>('GET /v1/activity/events/{id}', { path: { id }, query: { expand: 'names' }, signal })).body,
    staleTime: 30_000,
  });
