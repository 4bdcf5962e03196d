import { queryOptions } from '@tanstack/react-query';
import type { ActivityView } from '#api/features/activity/activity-view';
import { call } from '../../api/call.js';
import type { Page } from '../../api/list.js';
import type { activityQuery } from '../../parts/activity.queries.js';

const askedAgainAfterMs = 2000;
const newestMax = 50;

/** The newest entries of a list, asked for again and again while the page is seen and `isOn`. */
export const newestQuery = ({ queryKey }: ReturnType<typeof activityQuery>, isOn: boolean) =>
  queryOptions({
    queryKey: ['activity-newest', ...queryKey.slice(1)],
    queryFn: async ({ signal }) => {
      const query = { ...(queryKey[3] as object), limit: newestMax };
      return (await call<Page<ActivityView>>('GET /v1/activity', { query, signal })).body;
    },
    enabled: isOn,
    refetchInterval: askedAgainAfterMs,
    retry: false,
    gcTime: 0,
    staleTime: 0,
  });
