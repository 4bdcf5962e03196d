import { queryOptions } from '@tanstack/react-query';
import type { OrganizationView } from '#api/features/organization/organization-views';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { call } from '../../api/call.js';
import { listQuery } from '../../api/list.js';

/** One's own tokens of one kind, newest first. */
export const ownTokensQuery = (kind: 'personal' | 'legacy') =>
  listQuery<TokenDetails>('tokens', 'GET /v1/tokens', { query: { scope: 'own', kind, sort: '-createdAt' } });

/** The settings of the organization, and the tag that a change of them names. */
export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: () => call<OrganizationView>('GET /v1/organization'),
});
