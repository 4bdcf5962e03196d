import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Route } from './api/call.js';
import { id, moment, oneOf, parseSearch, type Read, roleName, searchOf, several, stringifySearch, text, tokenState } from './api/search.js';
import { Skeleton } from './parts/list.js';
import { Admitted } from './parts/not-allowed.js';
import { FailedPage } from './shell/failed-page.js';
import { NoSuchPage } from './shell/no-such-page.js';
import { Shell } from './shell/shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage });

/**
 * A page, its address, and what of the address it reads; anything else in the address is dropped. Where a page names the route that it
 * needs, people whose role that route does not admit are told so in its place.
 */
const page = <Module extends Record<string, () => React.ReactNode>, Name extends keyof Module & string>(
  path: string,
  load: () => Promise<Module>,
  name: Name,
  search: Record<string, Read> = {},
  needs?: Route,
) => {
  const component = lazyRouteComponent(load, name);
  return createRoute({
    getParentRoute: () => root,
    path,
    component: needs === undefined ? component : admittedBy(needs, component),
    validateSearch: searchOf(search),
  });
};

const admittedBy = (needs: Route, Component: ReturnType<typeof lazyRouteComponent>) =>
  Object.assign(
    () => (
      <Admitted needs={needs}>
        <Component />
      </Admitted>
    ),
    { preload: Component.preload },
  );

const leadsTo = (path: string, to: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    beforeLoad: () => {
      throw redirect({ to, replace: true });
    },
  });

/** The types of events are the server's to know. */
const activitySearch = {
  ...{ actor: text, subject: text, credential: text, type: several(text), requestId: text, q: text },
  ...{ from: moment, to: moment, event: id },
};

const memberSearch = {
  q: text,
  kind: oneOf(['user', 'service-account']),
  role: roleName,
  state: oneOf(['active', 'disabled', 'erased']),
  lastSeenBefore: moment,
  sort: oneOf(['createdAt', '-createdAt', 'lastSeenAt', '-lastSeenAt']),
};

const keySearch = {
  q: text,
  state: tokenState,
  ownerId: id,
  expiresBefore: moment,
  lastUsedBefore: moment,
  neverUsed: oneOf(['true', 'false']),
  sort: oneOf(['createdAt', '-createdAt', 'expiresAt', '-expiresAt', 'lastUsedAt', '-lastUsedAt']),
};

const ownTokenSearch = { q: text, state: tokenState, neverUsed: keySearch.neverUsed };

const tokenSearch = { ...keySearch, kind: text, createdBy: id };

const routes = [
  page('/', () => import('./pages/home/home.js'), 'Home', { create: oneOf(['api-key', 'personal-token']) }),
  leadsTo('/account', '/account/membership'),
  page('/account/membership', () => import('./pages/account/membership.js'), 'Membership'),
  page('/organization', () => import('./pages/members/members.js'), 'Members', memberSearch, 'GET /v1/users'),
  page('/organization/members/$id', () => import('./pages/members/member-page.js'), 'MemberPage', {}, 'GET /v1/users/{id}'),
  page('/organization/members/$id/off-board', () => import('./pages/members/off-board.js'), 'OffBoard', {}, 'POST /v1/users/{id}/disable'),
  page('/organization/tokens', () => import('./pages/tokens/tokens-of-everybody.js'), 'TokensOfEverybody', tokenSearch, 'GET /v1/users'),
  page(
    '/organization/settings/access-tokens',
    () => import('./pages/settings/access-token-settings.js'),
    'AccessTokenSettings',
    {},
    'POST /v1/organization/preview',
  ),
  page(
    '/organization/settings/service-accounts',
    () => import('./pages/settings/service-accounts.js'),
    'ServiceAccounts',
    {
      q: text,
      role: roleName,
      state: tokenState,
      sort: oneOf(['createdAt', '-createdAt', 'lastUsedAt', '-lastUsedAt']),
    },
    'GET /v1/service-accounts',
  ),
  page(
    '/organization/settings/service-accounts/$id',
    () => import('./pages/settings/service-account-details.js'),
    'ServiceAccount',
    { tab: oneOf(['overview', 'token', 'activity', 'rights']), event: id },
    'GET /v1/service-accounts/{id}',
  ),
  page('/organization/settings/verifiers', () => import('./pages/settings/verifiers.js'), 'Verifiers', {}, 'GET /v1/verifiers'),
  page('/account/activity', () => import('./pages/account/my-activity.js'), 'MyActivity', { event: id, q: text, credential: text }),
  page('/account/tokens', () => import('./pages/account/personal-tokens.js'), 'PersonalTokens', ownTokenSearch),
  page('/activity', () => import('./pages/activity/activity-log.js'), 'ActivityLog', activitySearch, 'GET /v1/activity'),
  page('/account/legacy-token', () => import('./pages/account/legacy-token.js'), 'LegacyToken'),
  page('/account/sessions', () => import('./pages/account/sessions.js'), 'Sessions'),
  page('/account/password', () => import('./pages/account/password.js'), 'Password'),
  page('/system/health', () => import('./pages/system/health.js'), 'SystemHealth', {}, 'GET /v1/readiness'),
  page('/system/read-models', () => import('./pages/system/read-models.js'), 'ReadModels', { operation: id }, 'GET /v1/projections'),
  page('/system/signing-keys', () => import('./pages/system/signing-keys.js'), 'SigningKeys', {}, 'GET /v1/signing-keys'),
  page('/system/backups', () => import('./pages/system/backups.js'), 'Backups', { operation: id }, 'POST /v1/backups'),
  page('/account/api-keys', () => import('./pages/api-keys/my-api-keys.js'), 'MyApiKeys', keySearch),
  page(
    '/organization/settings/api-keys',
    () => import('./pages/api-keys/organization-api-keys.js'),
    'OrganizationApiKeys',
    keySearch,
    'GET /v1/users',
  ),
];

/** All pages, below the address at which the console is served. */
export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren(routes),
    basepath: new URL('.', document.baseURI).pathname,
    context: { queries },
    search: { strict: true },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: FailedPage,
    defaultPendingComponent: () => <Skeleton label="the page" rows={6} />,
    scrollRestoration: true,
  });
