import { useQuery } from '@tanstack/react-query';
import type { OrganizationView } from '#api/features/organization/organization-views';
import type { Route } from '../api/call.js';
import { organizationQuery } from '../api/organization.js';
import { can, useConsole } from '../api/use-console.js';

export interface Destination {
  readonly label: string;
  readonly to: string;
  /** The route that feeds the page. Where it is missing, so is the page. */
  readonly needs: Route;
  /** The setting of the organization while which is off the page is left out. */
  readonly setting?: 'personalAccessTokensEnabled' | 'legacyTokensEnabled';
  /** The group in the navigation. */
  readonly group: 'Account' | 'Organization' | 'Settings' | 'Activity' | 'System';
}

/** Every page that the navigation leads to, in its order. */
const all: readonly Destination[] = [
  { label: 'Membership info', to: '/account/membership', needs: 'GET /v1/users/me/membership', group: 'Account' },
  {
    label: 'Personal access tokens',
    to: '/account/tokens',
    needs: 'GET /v1/tokens',
    setting: 'personalAccessTokensEnabled',
    group: 'Account',
  },
  {
    label: 'Legacy token',
    to: '/account/legacy-token',
    needs: 'GET /v1/tokens',
    setting: 'legacyTokensEnabled',
    group: 'Account',
  },
  { label: 'My API keys', to: '/account/api-keys', needs: 'GET /v1/api-keys', group: 'Account' },
  { label: 'Sessions', to: '/account/sessions', needs: 'GET /v1/sessions', group: 'Account' },
  { label: 'Password', to: '/account/password', needs: 'PUT /v1/users/me/password', group: 'Account' },
  { label: 'My activity', to: '/account/activity', needs: 'GET /v1/activity', group: 'Account' },
  { label: 'Members', to: '/organization', needs: 'GET /v1/users', group: 'Organization' },
  { label: 'Tokens of everybody', to: '/organization/tokens', needs: 'GET /v1/users', group: 'Organization' },
  { label: 'Access Token Settings', to: '/organization/settings/access-tokens', needs: 'POST /v1/organization/preview', group: 'Settings' },
  { label: 'Service Accounts', to: '/organization/settings/service-accounts', needs: 'GET /v1/service-accounts', group: 'Settings' },
  { label: 'API keys', to: '/organization/settings/api-keys', needs: 'GET /v1/users', group: 'Settings' },
  { label: 'Verifiers', to: '/organization/settings/verifiers', needs: 'GET /v1/verifiers', group: 'Settings' },
  { label: 'Activity log', to: '/activity', needs: 'GET /v1/activity/replay', group: 'Activity' },
  { label: 'Health', to: '/system/health', needs: 'GET /v1/readiness', group: 'System' },
  { label: 'Read models', to: '/system/read-models', needs: 'GET /v1/projections', group: 'System' },
  { label: 'Signing keys', to: '/system/signing-keys', needs: 'GET /v1/signing-keys', group: 'System' },
  { label: 'Backups', to: '/system/backups', needs: 'POST /v1/backups', group: 'System' },
];

/** The pages that there are for the person who is signed in. */
export function useDestinations(): readonly Destination[] {
  const view = useConsole();
  const organization: OrganizationView | undefined = useQuery(organizationQuery).data?.body;
  return all.filter(({ needs, setting }) => can(view, needs) && (setting === undefined || organization?.[setting]));
}
