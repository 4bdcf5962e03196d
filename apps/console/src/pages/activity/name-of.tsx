import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ActivityView, Named } from '#api/features/activity/activity-view';
import type { Page } from '../../api/list.js';
import { Id } from '../../parts/id.js';
import { nameOf } from '../../parts/someone.js';

/** What the entries that were read call somebody or something; the end of the id where none of them names it. */
export function NameOf({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const name = useSyncExternalStore(
    (listener) => queries.getQueryCache().subscribe(listener),
    () => nameIn(queries, id),
  );
  return name ? <bdi title={id}>{name}</bdi> : <Id id={id} />;
}

function nameIn(queries: QueryClient, id: string): string | null {
  const lists = queries.getQueriesData<{ readonly pages: readonly Page<ActivityView>[] }>({ queryKey: ['activity'] });
  const entries = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []);
  const named = entries.map(({ names }) => names?.[id]).find((each): each is Named => each !== undefined);
  return named ? nameOf(named) : null;
}
