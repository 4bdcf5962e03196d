import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { ConsoleView } from '#api/features/console/console-view';
import { call, type Route } from './call.js';

/** What there is, who is signed in and what they may do: one request, at the start. */
export const consoleQuery = queryOptions({
  queryKey: ['console'],
  queryFn: async () => (await call<ConsoleView>('GET /v1/console')).body,
  staleTime: 60_000,
});

export const useConsole = (): ConsoleView => useSuspenseQuery(consoleQuery).data;

/** Whether a route exists and the caller's role is admitted to it. A page or control whose route is missing is absent. */
export const can = ({ routes }: Pick<ConsoleView, 'routes'>, route: Route): boolean => routes.includes(route);

/** The same for the person who is signed in. */
export function useCan(): (route: Route) => boolean {
  const view = useConsole();
  return (route) => can(view, route);
}
