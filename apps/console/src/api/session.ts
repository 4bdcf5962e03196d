import { queryOptions } from '@tanstack/react-query';
import type { CurrentSessionView } from '#api/features/sessions/sessions.queries';
import { call } from './call.js';

/**
 * The session in use, and when it was asked for, in milliseconds since the page was opened. Asking is a use of it, and so it is asked for
 * only where the person does something.
 */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const { body } = await call<CurrentSessionView>('GET /v1/sessions/current');
    return { ...body, askedAtMs: performance.now() };
  },
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});
