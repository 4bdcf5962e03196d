import { queryOptions } from '@tanstack/react-query';
import type { MembershipView } from '#api/features/users/membership.queries';
import { call } from '../api/call.js';

/** The owner of the organization to whom its members turn. */
export const ownerToAskQuery = queryOptions({
  queryKey: ['membership', 'first-owner'],
  queryFn: async () => (await call<MembershipView>('GET /v1/users/me/membership')).body.firstOwner,
});
