import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import { type ActivityFilter, ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { draft } from '../support/events.js';

const person = fc.constantFrom('ann', 'ben', 'cy');
const type = fc.constantFrom('TokenIssued', 'TokenRevoked', 'UserDisabled');
const second = fc.integer({ min: 0, max: 9 }).map((n) => `2030-01-01T00:00:0${n}.000Z`);
const happening = fc.record({
  type,
  occurredAt: second,
  organizationId: fc.constantFrom('one', 'two'),
  stream: fc.oneof(
    person.map((id) => `user-${id}`),
    fc.constantFrom('token-t', 'token-u', 'organization-one'),
  ),
  actor: person.map((id) => ({ kind: 'user' as const, id })),
  data: fc.record({ ownerId: person, userId: person }, { requiredKeys: [] }),
});
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filter = fc.record({
  organizationId: fc.constantFrom('one', 'two'),
  actor: optional(person),
  subject: optional(fc.oneof(person, fc.constantFrom('t', 'u'))),
  type: optional(type),
  from: optional(second),
  to: optional(second),
  restrictedTo: optional(person),
  limit: fc.integer({ min: 1, max: 5 }),
});
type Filter = Omit<ActivityFilter, 'before'>;

/** The expected page, computed the slow way. */
function isWanted(event: Recorded, { organizationId, actor, subject, type, from, to, restrictedTo }: Filter): boolean {
  const isAbout = (id: string) => [event.stream.replace(/^(user|token)-/, ''), event.data.ownerId, event.data.userId].includes(id);
  return (
    event.organizationId === organizationId &&
    (actor === undefined || event.actor.id === actor) &&
    (subject === undefined || isAbout(subject)) &&
    (type === undefined || event.type === type) &&
    (from === undefined || event.occurredAt >= from) &&
    (to === undefined || event.occurredAt < to) &&
    (restrictedTo === undefined || event.actor.id === restrictedTo || isAbout(restrictedTo))
  );
}

const isByTime = ({ actor, subject, type, from, to, restrictedTo }: Filter) =>
  (from ?? to) !== undefined && [actor, subject, type, restrictedTo].every((each) => each === undefined);

function newestFirst(a: Recorded, b: Recorded): number {
  return a.occurredAt === b.occurredAt ? Number(b.position - a.position) : a.occurredAt < b.occurredAt ? 1 : -1;
}

describe('Pages of the activity log', () => {
  let directory: string;
  let readModels: ReadModels;
  let log: ActivityLog;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    readModels = SqliteReadModels.open(directory);
    log = new ActivityLog(readModels);
  });
  afterEach(async () => {
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('one after the other are everything that was asked for, newest first, by whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), filter, async (happenings, asked) => {
        const events = happenings.map((each, n): Recorded => ({ ...draft(), ...each, revision: 0, position: BigInt(n + 1) }));
        await readModels.reset(activityLog);
        const checkpoint = { version: 1, logId: 'log', position: 1n, mark: 'mark', events: 1 };
        await readModels.commitAll([{ projection: activityLog.name, changes: events.flatMap(activityLog.project), checkpoint }]);
        const found: number[] = [];
        for (let before: bigint | null = null; ; before = BigInt(found[found.length - 1])) {
          const page = await log.list({ ...asked, before });
          expect(page.length).toBeLessThanOrEqual(asked.limit);
          found.push(...page.map(({ position }) => position));
          if (page.length < asked.limit) break;
        }
        const wanted = events.filter((event) => isWanted(event, asked)).map(({ position }) => Number(position));
        expect(found).toEqual(isByTime(asked) ? wanted.sort((a, b) => newestFirst(events[a - 1], events[b - 1])) : wanted.reverse());
      }),
      { numRuns: 1000 },
    );
  });
});
