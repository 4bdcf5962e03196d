import type { QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { Route } from './api/call.js';
import { parseSearch, type Read, searchOf, stringifySearch } from './api/search.js';
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

const routes = [
  page('/', () => import('./pages/home/home.js'), 'Home'),
  leadsTo('/account', '/account/membership'),
  page('/account/tokens', () => import('./pages/account/personal-tokens.js'), 'PersonalTokens'),
];

/** All pages, below the address at which the console is served. */
export const createConsoleRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren(routes),
    basepath: new URL('.', document.baseURI).pathname,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
  });
