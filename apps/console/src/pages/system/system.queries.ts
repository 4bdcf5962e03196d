import { queryOptions } from '@tanstack/react-query';
import type { ActivityView } from '#api/features/activity/activity-view';
import type { OperationView } from '#api/features/operations/operations';
import type { ProjectionView } from '#api/features/read-models/projections.queries';
import type { SigningKeyView } from '#api/features/signing-keys/signing-keys.queries';
import type { ReadinessReport } from '#api/health/readiness';
import { call } from '../../api/call.js';
import type { Page } from '../../api/list.js';

const lookedAtAgainAfterMs = 10_000;
const operationAskedAfterMs = 500;

/** What readiness consists of, looked at again while the page is seen. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: async ({ signal }) => (await call<ReadinessReport>('GET /v1/readiness', { signal })).body,
  refetchInterval: lookedAtAgainAfterMs,
});

/** The stored read models and how far each has got. */
export const projectionsQuery = queryOptions({
  queryKey: ['projections'],
  queryFn: async ({ signal }) => (await call<Page<ProjectionView>>('GET /v1/projections', { signal })).body.items,
  refetchInterval: lookedAtAgainAfterMs,
});

/** Long work, asked for again until it has ended. */
export const operationQuery = (operation: string) =>
  queryOptions({
    queryKey: ['operation', operation],
    queryFn: async ({ signal }) => (await call<OperationView>('GET /v1/operations/{operation}', { path: { operation }, signal })).body,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? operationAskedAfterMs : false),
  });

export interface SigningKey extends SigningKeyView {
  /** When it came into this state, as the activity log says; null where that was too long ago to be read at once. */
  readonly since: string | null;
}

const keyEvents = ['SigningKeyPublished', 'SigningKeyActivated', 'SigningKeyRetired'];
/** A key that another took the place of has been so since that one was activated. */
const beginnings: Readonly<Record<SigningKeyView['status'], string>> = {
  next: 'SigningKeyPublished',
  active: 'SigningKeyActivated',
  previous: 'SigningKeyActivated',
  retired: 'SigningKeyRetired',
};

/** The signing keys, newest first, each with the time since when it has its state. */
export const signingKeysQuery = queryOptions({
  queryKey: ['signing-keys'],
  queryFn: async ({ signal }): Promise<readonly SigningKey[]> => {
    const { items } = (await call<Page<SigningKeyView>>('GET /v1/signing-keys', { signal })).body;
    const query = { type: keyEvents, limit: 200 };
    const events = (await call<Page<ActivityView>>('GET /v1/activity', { query, signal })).body.items;
    return items.map((key) => ({ ...key, since: sinceWhen(key, events) })).reverse();
  },
});

function sinceWhen({ kid, status }: SigningKeyView, events: readonly ActivityView[]): string | null {
  const at = events.findIndex(({ type, details }) => type === beginnings[status] && details.kid === kid);
  if (status !== 'previous') return events[at]?.occurredAt ?? null;
  // Newest first: the key that was activated next stands before it.
  const next = events.slice(0, Math.max(at, 0)).findLast(({ type }) => type === 'SigningKeyActivated');
  return next?.occurredAt ?? null;
}
