import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ActivityView } from '#api/features/activity/activity-view';
import type { Page } from '../../api/list.js';
import type { activityQuery } from '../../parts/activity.queries.js';
import { counted } from '../../parts/counted.js';
import { newestQuery } from './live-tail.queries.js';

type Listed = InfiniteData<Page<ActivityView>>;

/** So far from the top nothing is being read further down. */
const topPx = 40;
const isAtTop = () => window.scrollY < topPx && document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') === null;

/**
 * Asks again for the newest entries while the page is seen. What is new is put on top of the list at once where the person is at its top;
 * otherwise it waits, so that nothing moves that is being read.
 */
export function LiveTail({ query }: { readonly query: ReturnType<typeof activityQuery> }) {
  const [isOn, setOn] = useState(true);
  const { fresh, show, error } = useNewest(query, isOn);
  return (
    <div className="live">
      <button type="button" className="quiet small" aria-pressed={!isOn} onClick={() => setOn(!isOn)}>
        {isOn ? 'Pause' : 'Paused: go on'}
      </button>
      <p className="soft">{liveState(isOn, error !== null)}</p>
      <span role="status">
        {fresh.length > 0 && (
          <button type="button" className="small" onClick={show}>
            {counted(fresh.length, 'new event')}
          </button>
        )}
      </span>
    </div>
  );
}

function liveState(isOn: boolean, isBroken: boolean): string {
  if (!isOn) return 'New events are not asked for.';
  return isBroken ? 'New events cannot be had at the moment.' : 'New events appear within 2 seconds.';
}

function useNewest(query: ReturnType<typeof activityQuery>, isOn: boolean) {
  const queries = useQueryClient();
  const { data, error } = useQuery(newestQuery(query, isOn));
  // The list itself asks for what it shows; here it is only looked at.
  const { data: listed, isPlaceholderData } = useInfiniteQuery({ ...query, enabled: false });
  const fresh = data && listed && !isPlaceholderData ? newSince(listed, data.items) : [];
  const show = () => {
    putOnTop();
    window.scrollTo({ top: 0 });
  };
  const putOnTop = () => {
    if (!data) return;
    queries.setQueryData<Listed>(query.queryKey, (before) => (before ? withNewest(before, data) : before));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer may bring what is new.
  useEffect(() => {
    if (fresh.length > 0 && isAtTop()) putOnTop();
  }, [data]);
  return { fresh, show, error };
}

/** Entries that are not in the list yet. */
function newSince({ pages }: Listed, items: readonly ActivityView[]): readonly ActivityView[] {
  const known = new Set(pages.flatMap((page) => page.items.map(({ id }) => id)));
  const at = items.findIndex(({ id }) => known.has(id));
  return at === -1 ? items : items.slice(0, at);
}

/** The list with what is new; begun anew where so much is new that something between would be missing. */
function withNewest(before: Listed, newest: Page<ActivityView>): Listed {
  const fresh = newSince(before, newest.items);
  const [first, ...rest] = before.pages;
  const isGap = fresh.length === newest.items.length && newest.nextCursor !== null;
  if (isGap || !first) return { pages: [newest], pageParams: before.pageParams.slice(0, 1) };
  return { ...before, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] };
}
