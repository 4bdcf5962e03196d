import { queryOptions } from '@tanstack/react-query';
import type { Permission } from '#api/edge/openapi/permission-table';
import { call, type Route } from './call.js';

/** Who may call what. It changes with the program alone. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: async () => (await call<{ readonly items: readonly Permission[] }>('GET /v1/permissions')).body.items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The roles that a route admits; none where there is no such route. */
export const rolesOf = (permissions: readonly Permission[], route: Route): readonly string[] =>
  permissions.find(({ method, path }) => `${method} ${path}` === route)?.roles ?? [];
