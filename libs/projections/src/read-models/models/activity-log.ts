import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '#domain/events';
import { isOfInstallation } from '#domain/installation';
import { subjectsOf } from '#domain/subjects';
import type { Position, Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { QueryPlanning, ReadModels } from '../read-models.js';
import { type ActivityFilter, type Asked, isAskedByTime, typesAtOnce } from './activity-filter.js';

interface Tables {
  activity: ActivityEntry;
  activity_subjects: { organization_id: string; subject: string; position: number };
}

export interface ActivityEntry {
  readonly position: number;
  readonly id: string;
  readonly occurred_at: string;
  readonly type: string;
  readonly stream: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly credential_id: string | null;
  readonly organization_id: string | null;
  readonly request_id: string | null;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly revision: number;
  readonly schema_version: number;
  /** 1 for an event that a reader of validity must not ignore. */
  readonly critical: number;
  /** As stored: sealed texts stay sealed. */
  readonly data: string;
}

/** Who did what, to whom or what, with which credential, and when: one row for each event of the log. */
export const activityLog: Projection = {
  name: 'activity-log',
  version: 4,
  tables: {
    activity: `CREATE TABLE activity (position BIGINT PRIMARY KEY, id TEXT NOT NULL, occurred_at TEXT NOT NULL, type TEXT NOT NULL,
      stream TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL, credential_id TEXT, organization_id TEXT, request_id TEXT,
      correlation_id TEXT NOT NULL, causation_id TEXT, revision INTEGER NOT NULL, schema_version INTEGER NOT NULL,
      critical INTEGER NOT NULL, data TEXT NOT NULL)`,
    activity_subjects: `CREATE TABLE activity_subjects (organization_id TEXT NOT NULL, subject TEXT NOT NULL, position BIGINT NOT NULL,
      PRIMARY KEY (organization_id, subject, position))`,
    activity_token_owners: 'CREATE TABLE activity_token_owners (token_id TEXT PRIMARY KEY, owner_id TEXT NOT NULL)',
    activity_by_organization: 'CREATE INDEX activity_by_organization ON activity (organization_id, position)',
    activity_by_actor: 'CREATE INDEX activity_by_actor ON activity (organization_id, actor_id, position)',
    activity_by_credential: 'CREATE INDEX activity_by_credential ON activity (organization_id, credential_id, position)',
    activity_by_type: 'CREATE INDEX activity_by_type ON activity (organization_id, type, position)',
    activity_by_request:
      'CREATE INDEX activity_by_request ON activity (organization_id, request_id, position) WHERE request_id IS NOT NULL',
    activity_by_id: 'CREATE INDEX activity_by_id ON activity (organization_id, id, position)',
    activity_by_correlation: 'CREATE INDEX activity_by_correlation ON activity (organization_id, correlation_id, position)',
    activity_by_time: 'CREATE INDEX activity_by_time ON activity (organization_id, occurred_at)',
  },
  project(recorded: Recorded): Change[] {
    const { id, type, stream, actor, requestId, correlationId, causationId, revision, schemaVersion, occurredAt, data } = recorded;
    const position = Number(recorded.position);
    const who = { actor_kind: actor.kind, actor_id: actor.id, credential_id: actor.credentialId ?? null };
    const why = { request_id: requestId, correlation_id: correlationId, causation_id: causationId };
    const form = { revision, schema_version: schemaVersion, critical: Number(recorded.critical) };
    const what = { id, occurred_at: occurredAt, type, stream, data: JSON.stringify(data) };
    const set = { ...what, ...who, ...why, ...form, organization_id: audienceOf(recorded) };
    return [upsert('activity', { position }, set), ...subjectRows(recorded)];
  },
};

/** In the place of an organization: what stands in the lists of all. */
export const everyOrganization = '*';

const audienceOf = (recorded: Recorded) => (isOfInstallation(recorded) ? everyOrganization : recorded.organizationId);

/** An event need not name the owner of a token: that is remembered from when it was issued. */
function subjectRows(recorded: Recorded): Change[] {
  const event = toEvent<DomainEvent>(recorded);
  const thingId = idOf(recorded.stream);
  const { ids, tokenIds } = subjectsOf(event, { eventId: recorded.id, thingId });
  const key = { organization_id: audienceOf(recorded) ?? '', position: Number(recorded.position) };
  const named = [...ids, ...tokenIds].map((subject) => upsert('activity_subjects', { ...key, subject }, {}));
  const owned = tokenIds.map((token_id) => ({
    ...upsert('activity_subjects', key, {}),
    found: { column: 'subject', table: 'activity_token_owners', as: 'owner_id', by: { token_id } },
  }));
  const isIssued = event.type === 'TokenIssued';
  return [...(isIssued ? [upsert('activity_token_owners', { token_id: thingId }, { owner_id: event.ownerId })] : []), ...named, ...owned];
}

/**
 * Reads entries newest first: in log order, or in the order of time when only times are asked for. The two orders differ after a clock was
 * set back.
 */
export class ActivityLog {
  readonly #query: Kysely<Tables>;
  readonly #planning: QueryPlanning;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
    this.#planning = readModels.planning;
  }

  /** What happened in the organization, and what happened to the installation. */
  async list({ restrictedTo, organizationId, ...filter }: ActivityFilter): Promise<ActivityEntry[]> {
    const { actor, subject, alsoAt = [], limit } = filter;
    const actors = given(actor);
    const isByTime = isAskedByTime({ ...filter, restrictedTo });
    const concerning = [{ actors, subjects: given(subject), at: [] }, ...(alsoAt.length > 0 ? [{ actors, subjects: [], at: alsoAt }] : [])];
    // Several queries, each of which reads a page in the order of an index: a single one with OR would read every row of other people, too.
    const whose = concerning.flatMap(({ actors, subjects, at }) =>
      restrictedTo === undefined
        ? [{ actors, subjects, at }]
        : [
            { actors: [...actors, restrictedTo], subjects, at },
            { actors, subjects: [...subjects, restrictedTo], at },
          ],
    );
    const entries = new Map<number, ActivityEntry>();
    for (const audience of [organizationId, everyOrganization]) {
      for (const { actors, subjects, at } of whose) {
        for (const types of typesAtOnce(filter, [...actors, ...subjects])) {
          const page = await this.#page({ ...filter, audience, types, at, isByTime }, actors, subjects);
          for (const entry of page) entries.set(entry.position, entry);
        }
      }
    }
    return [...entries.values()].sort(isByTime ? newestFirst : (a, b) => b.position - a.position).slice(0, limit);
  }

  /** Done by each of `actors`, about each of `subjects`. Each form is read in the order of an index, and no further than the page. */
  async #page(page: Page, actors: readonly string[], subjects: readonly string[]): Promise<ActivityEntry[]> {
    const { audience, types, at, credential, request, event, correlation, from, to, before, limit, isByTime } = page;
    const abouts = subjects.map((_, n) => sql.table(`about${n}`));
    const tables = [...abouts.map((about) => sql`activity_subjects AS ${about}`), sql`activity`];
    const position = sql`${abouts[0] ?? sql`activity`}.position`;
    // Without this hint the planner may choose the index of times, and then sort everything it finds.
    const time = isByTime ? sql`activity.occurred_at` : this.#planning.unindexed(sql`activity.occurred_at`);
    const order = isByTime ? sql`${time} DESC, ${position} DESC` : sql`${position} DESC`;
    const wanted = [sql`activity.organization_id = ${audience}`];
    for (const [n, about] of abouts.entries()) {
      wanted.push(sql`${about}.organization_id = ${audience} AND ${about}.subject = ${subjects[n]}`);
      wanted.push(sql`${abouts[n + 1] ?? sql`activity`}.position = ${about}.position`);
    }
    for (const actor of actors) wanted.push(sql`activity.actor_id = ${actor}`);
    if (credential !== undefined) wanted.push(sql`activity.credential_id = ${credential}`);
    if (before !== null) wanted.push(isByTime ? olderThan(before) : sql`${position} < ${Number(before)}`);
    if (request !== undefined) wanted.push(sql`activity.request_id = ${request}`);
    if (event !== undefined) wanted.push(sql`activity.id = ${event}`);
    if (correlation !== undefined) wanted.push(sql`activity.correlation_id = ${correlation}`);
    if (at.length > 0) wanted.push(sql`${position} IN (${sql.join(at)})`);
    if (types !== undefined) wanted.push(sql`activity.type IN (${sql.join(types)})`);
    if (from !== undefined) wanted.push(sql`${time} >= ${from}`);
    if (to !== undefined) wanted.push(sql`${time} < ${to}`);
    const query = sql<ActivityEntry>`SELECT activity.* FROM ${this.#planning.inOrder(tables)}
      WHERE ${sql.join(wanted, sql` AND `)} ORDER BY ${order} LIMIT ${limit}`;
    return (await query.execute(this.#query)).rows;
  }
}

/** A condition for entries that are older in time than the newest entry at or before this position. */
function olderThan(place: Position) {
  const at = sql`SELECT last.occurred_at, CAST(${Number(place)} AS BIGINT) FROM activity AS last
    WHERE last.position <= ${Number(place)} ORDER BY last.position DESC LIMIT 1`;
  return sql`(activity.occurred_at, activity.position) < (${at})`;
}

type Page = Omit<Asked, 'actor' | 'subject' | 'alsoAt' | 'restrictedTo'> & {
  /** Only these positions; empty for all. */
  readonly at: readonly number[];
  /** The organization, or every one. */
  readonly audience: string;
  readonly isByTime: boolean;
};

const given = (id: string | undefined) => (id === undefined ? [] : [id]);

function newestFirst(a: ActivityEntry, b: ActivityEntry): number {
  if (a.occurred_at !== b.occurred_at) return a.occurred_at < b.occurred_at ? 1 : -1;
  return b.position - a.position;
}
