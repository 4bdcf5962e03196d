import { queryOptions } from '@tanstack/react-query';
import type { OrganizationView } from '#api/features/organization/organization-views';
import { call } from './call.js';

/** The settings of the organization, and the tag that a change of them names. */
export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: () => call<OrganizationView>('GET /v1/organization'),
});
