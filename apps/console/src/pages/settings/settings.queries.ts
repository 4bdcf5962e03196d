import { queryOptions } from '@tanstack/react-query';
import type { UpdateOrganizationRequest } from '#api/features/organization/organization.dto';
import type { OrganizationPreview } from '#api/features/organization/organization-preview.queries';
import type { SummaryView } from '#api/features/summary/summary.queries';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { call } from '../../api/call.js';
import { listQuery } from '../../api/list.js';

export type SettingsChanges = { readonly [Setting in keyof UpdateOrganizationRequest]: UpdateOrganizationRequest[Setting] };

/** The types of token that an organization switches on and off. */
export type SwitchedKind = 'personal' | 'legacy';

/** What a change of the settings would stop. */
export const previewQuery = (changes: SettingsChanges) =>
  queryOptions({
    queryKey: ['preview', changes],
    queryFn: async () => (await call<OrganizationPreview>('POST /v1/organization/preview', { body: changes })).body,
    // Tokens are made and used all the time: what is asked before a decision is asked anew.
    staleTime: 0,
  });

/** How many tokens there are of each kind and state. */
export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: async () => (await call<SummaryView>('GET /v1/summary')).body,
});

/** Which tokens would stop with their type. */
export const liveOf = (kind: SwitchedKind) => ({ scope: 'organization', kind, state: 'active', sort: '-lastUsedAt' });

/** The tokens that would stop with their type, those that were used last first. */
export const liveTokensQuery = (kind: SwitchedKind) => listQuery<TokenDetails>('tokens', 'GET /v1/tokens', { query: liveOf(kind) });
