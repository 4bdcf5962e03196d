import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Recorded } from '#event-store/envelope';
import type { ActivityFilter } from '#projections/read-models/models/activity-filter';
import { ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
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
  requestId: fc.constantFrom('r', 's', null),
  correlationId: fc.constantFrom('r', 's'),
  stream: fc.constantFrom('token-t', 'token-u', 'user-ann', 'installation'),
  actor: fc.record({ kind: fc.constant('user' as const), id: person, credentialId: fc.constantFrom('c', 'd') }),
});
/** Whose a token is was settled when it was issued. */
const owners: Readonly<Record<string, string>> = { 'token-t': 'ann', 'token-u': 'ben', installation: 'cy', 'user-ann': 'ann' };
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filter = fc.record({
  organizationId: fc.constantFrom('one', 'two'),
  actor: optional(person),
  subject: optional(fc.oneof(person, fc.constantFrom('t', 'u'))),
  types: optional(fc.uniqueArray(type, { minLength: 1 })),
  request: optional(fc.constantFrom('r', 's')),
  correlation: optional(fc.constantFrom('r', 's')),
  credential: optional(fc.constantFrom('c', 'd')),
  from: optional(second),
  to: optional(second),
  restrictedTo: optional(person),
  limit: fc.integer({ min: 1, max: 5 }),
});
type Filter = Omit<ActivityFilter, 'before'>;

/** Whom an event is about: the token with the owner that it was issued to last, and a user. */
function subjectsOf({ stream, type, data }: Recorded, before: readonly Recorded[]): unknown[] {
  const thing = stream.replace(/^\w+-/, '');
  if (type === 'UserDisabled') return [thing];
  const issued = before.filter((event) => event.type === 'TokenIssued' && event.stream === stream).at(-1);
  return [thing, type === 'TokenIssued' && data.ownerId, issued?.data.ownerId];
}

/** The expected page, computed the slow way. */
function isWanted(event: Recorded, index: number, all: readonly Recorded[], asked: Filter): boolean {
  const { organizationId, actor, subject, types, request, correlation, credential, from, to, restrictedTo } = asked;
  const isAbout = (id: string) => subjectsOf(event, all.slice(0, index)).includes(id);
  return (
    (event.organizationId === organizationId || event.stream === 'installation') &&
    (actor === undefined || event.actor.id === actor) &&
    (subject === undefined || isAbout(subject)) &&
    (types === undefined || types.includes(event.type)) &&
    (request === undefined || event.requestId === request) &&
    (correlation === undefined || event.correlationId === correlation) &&
    (credential === undefined || event.actor.credentialId === credential) &&
    (from === undefined || event.occurredAt >= from) &&
    (to === undefined || event.occurredAt < to) &&
    (restrictedTo === undefined || event.actor.id === restrictedTo || isAbout(restrictedTo))
  );
}

const isByTime = ({ actor, subject, types, request, correlation, credential, from, to, restrictedTo }: Filter) =>
  (from ?? to) !== undefined && [actor, subject, types, request, correlation, credential, restrictedTo].every((each) => each === undefined);

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
        const events = happenings.map(
          (each, n): Recorded => ({ ...draft({ ownerId: owners[each.stream] }), ...each, revision: 0, position: BigInt(n + 1) }),
        );
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
        const wanted = events.filter((event, index) => isWanted(event, index, events, asked)).map(({ position }) => Number(position));
        expect(found).toEqual(isByTime(asked) ? wanted.sort((a, b) => newestFirst(events[a - 1], events[b - 1])) : wanted.reverse());
      }),
      { numRuns: 1000 },
    );
  });
});
