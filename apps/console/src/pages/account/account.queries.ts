import { queryOptions } from '@tanstack/react-query';
import type { SessionView } from '#api/features/sessions/sessions.queries';
import type { MembershipView } from '#api/features/users/membership.queries';
import { call } from '../../api/call.js';
import { listQuery } from '../../api/list.js';

/** The organization and one's own place in it. */
export const membershipQuery = queryOptions({
  queryKey: ['membership'],
  queryFn: async () => (await call<MembershipView>('GET /v1/users/me/membership')).body,
});

/** One's own sessions that are not over, newest first. */
export const sessionsQuery = listQuery<SessionView>('sessions', 'GET /v1/sessions');
