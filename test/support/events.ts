import { newId } from '#api/edge/ids';
import type { Draft, Position, Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';

/** An event of the least meaning: stores do not look inside. */
export const draft = (data: Draft['data'] = {}, id = newId()): Draft => ({
  id,
  type: 'SomethingHappened',
  schemaVersion: 1,
  critical: false,
  occurredAt: '2030-01-01T00:00:00.000Z',
  data,
  actor: { kind: 'system', id: 'test' },
  organizationId: null,
  correlationId: id,
  causationId: null,
  requestId: null,
});

export const drafts = (count: number): Draft[] => Array.from({ length: count }, (_, index) => draft({ index }));
export const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);
export const placeOf = ({ stream, revision, id }: Recorded): string => `${stream}@${revision} ${id}`;

/** The same sequence for the same seed, so that a failure can be run again. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Every event exclusively after a place in the log, page by page. */
export async function readEverything(store: EventStore, after: Position | null): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (let page = await store.readAll(after, 100); page.length > 0; page = await store.readAll(all[all.length - 1].position, 100)) {
    all.push(...page);
  }
  return all;
}
