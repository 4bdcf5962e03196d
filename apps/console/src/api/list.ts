import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { call, type Route, type Sent } from './call.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const itemsPerPage = 50;

/** A list that is read page by page. `name` is what commands name that change it. */
export const listQuery = <Item>(name: string, route: Route, { query, path }: Pick<Sent, 'query' | 'path'> = {}) =>
  infiniteQueryOptions({
    queryKey: [name, route, path, query],
    queryFn: async ({ pageParam, signal }) =>
      (await call<Page<Item>>(route, { path, query: { limit: itemsPerPage, ...query, cursor: pageParam as string }, signal })).body,
    initialPageParam: '' as string,
    getNextPageParam: ({ nextCursor }): string | undefined => nextCursor ?? undefined,
    // What was read stays in sight while other filters are asked for.
    placeholderData: (before: InfiniteData<Page<Item>> | undefined) => before,
  });
