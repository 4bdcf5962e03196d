import { type Kysely, sql } from 'kysely';
import type { Position, Recorded } from '#event-store/envelope';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { QueryPlanning, ReadModels } from '../read-models.js';

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
  /** As stored: sealed texts stay sealed. */
  readonly data: string;
}

/** The members of an event's data that name a person or thing that the event is about. */
const subjectMembers = ['ownerId', 'userId', 'serviceAccountId', 'tokenId', 'firstOwnerId'] as const;
const streamsOfSubjects = /^(user|token|serviceaccount|organization)-/;

/** Who did what, to whom or what, with which credential, and when: one row for each event of the log. */
export const activityLog: Projection = {
  name: 'activity-log',
  version: 1,
  tables: {
    activity: `CREATE TABLE activity (position BIGINT PRIMARY KEY, id TEXT NOT NULL, occurred_at TEXT NOT NULL, type TEXT NOT NULL,
      stream TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL, credential_id TEXT, organization_id TEXT, request_id TEXT,
      data TEXT NOT NULL)`,
    activity_subjects: `CREATE TABLE activity_subjects (organization_id TEXT NOT NULL, subject TEXT NOT NULL, position BIGINT NOT NULL,
      PRIMARY KEY (organization_id, subject, position))`,
    activity_by_organization: 'CREATE INDEX activity_by_organization ON activity (organization_id, position)',
    activity_by_actor: 'CREATE INDEX activity_by_actor ON activity (organization_id, actor_id, position)',
    activity_by_type: 'CREATE INDEX activity_by_type ON activity (organization_id, type, position)',
    activity_by_time: 'CREATE INDEX activity_by_time ON activity (organization_id, occurred_at)',
  },
  project(recorded: Recorded): Change[] {
    const { id, type, stream, actor, organizationId, requestId, occurredAt, data } = recorded;
    const position = Number(recorded.position);
    const who = { actor_kind: actor.kind, actor_id: actor.id, credential_id: actor.credentialId ?? null };
    const set = {
      id,
      occurred_at: occurredAt,
      type,
      stream,
      ...who,
      organization_id: organizationId,
      request_id: requestId,
      data: JSON.stringify(data),
    };
    const subjects = subjectsOf(recorded).map((subject) =>
      upsert('activity_subjects', { organization_id: organizationId ?? '', subject, position }, {}),
    );
    return [upsert('activity', { position }, set), ...subjects];
  },
};

function subjectsOf({ stream, data }: Recorded): string[] {
  const named = subjectMembers.map((member) => data[member]).filter((id): id is string => typeof id === 'string');
  return [...new Set(streamsOfSubjects.test(stream) ? [idOf(stream), ...named] : named)];
}

export interface ActivityFilter {
  readonly organizationId: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly type?: string;
  /** ISO-8601 UTC, inclusive. */
  readonly from?: string;
  /** ISO-8601 UTC, exclusive. */
  readonly to?: string;
  /** Restricts the answer to what this principal did and to what was done to it. */
  readonly restrictedTo?: string;
  /** An exclusive bound: only entries before this position are returned. */
  readonly before: Position | null;
  readonly limit: number;
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

  async list({ restrictedTo, ...filter }: ActivityFilter): Promise<ActivityEntry[]> {
    const { actor, subject, limit } = filter;
    const [actors, subjects] = [given(actor), given(subject)];
    if (restrictedTo === undefined) return this.#page(filter, actors, subjects);
    // Two queries, each of which reads a page in the order of an index: a single one with OR would read every row of other people, too.
    const did = await this.#page(filter, [...actors, restrictedTo], subjects);
    const suffered = await this.#page(filter, actors, [...subjects, restrictedTo]);
    const entries = new Map([...did, ...suffered].map((entry) => [entry.position, entry]));
    return [...entries.values()].sort((a, b) => b.position - a.position).slice(0, limit);
  }

  /**
   * The entries that one of `actors` caused about one of `subjects`. Each form of the query reads an index in order, and no further than
   * the page.
   */
  async #page({ organizationId, type, from, to, before, limit }: Page, actors: string[], subjects: string[]): Promise<ActivityEntry[]> {
    const abouts = subjects.map((_, n) => sql.table(`about${n}`));
    const tables = [...abouts.map((about) => sql`activity_subjects AS ${about}`), sql`activity`];
    const position = sql`${abouts[0] ?? sql`activity`}.position`;
    const isByTime = (from ?? to) !== undefined && type === undefined && actors.length + subjects.length === 0;
    // Without this hint the planner may choose the index of times, and then sort everything it finds.
    const time = isByTime ? sql`activity.occurred_at` : this.#planning.unindexed(sql`activity.occurred_at`);
    const order = isByTime ? sql`${time} DESC, ${position} DESC` : sql`${position} DESC`;
    const wanted = [sql`activity.organization_id = ${organizationId}`];
    for (const [n, about] of abouts.entries()) {
      wanted.push(sql`${about}.organization_id = ${organizationId} AND ${about}.subject = ${subjects[n]}`);
      wanted.push(sql`${abouts[n + 1] ?? sql`activity`}.position = ${about}.position`);
    }
    for (const actor of actors) wanted.push(sql`activity.actor_id = ${actor}`);
    if (before !== null) wanted.push(isByTime ? olderThan(before) : sql`${position} < ${Number(before)}`);
    if (type !== undefined) wanted.push(sql`activity.type = ${type}`);
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

type Page = Omit<ActivityFilter, 'actor' | 'subject' | 'restrictedTo'>;

const given = (id: string | undefined) => (id === undefined ? [] : [id]);
