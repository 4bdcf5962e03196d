import type { Kysely } from 'kysely';
import type { Position, Recorded } from '#event-store/envelope';
import { type Change, idOf, type Projection, upsert } from './projection.js';
import type { ReadModels } from './read-models.js';

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

/** Members of an event's data that name somebody or something the event is about. */
const subjectMembers = ['ownerId', 'userId', 'serviceAccountId', 'tokenId', 'firstOwnerId'] as const;
const streamsOfSubjects = /^(user|token|serviceaccount|organization)-/;

/** Who did what, to what, with which credential, and when: every event of the log, one row each. */
export const activityLog: Projection = {
  name: 'activity-log',
  version: 1,
  tables: {
    activity: `CREATE TABLE activity (position INTEGER PRIMARY KEY, id TEXT NOT NULL, occurred_at TEXT NOT NULL, type TEXT NOT NULL,
      stream TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL, credential_id TEXT, organization_id TEXT, request_id TEXT,
      data TEXT NOT NULL)`,
    activity_subjects: `CREATE TABLE activity_subjects (organization_id TEXT NOT NULL, subject TEXT NOT NULL, position INTEGER NOT NULL,
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
  /** Only what this principal did, or what was done to it. */
  readonly restrictedTo?: string;
  /** Exclusive: entries older than this place in the log. */
  readonly before: Position | null;
  readonly limit: number;
}

/** Newest first. */
export class ActivityLog {
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
  }

  list({ organizationId, actor, subject, type, from, to, restrictedTo, before, limit }: ActivityFilter): Promise<ActivityEntry[]> {
    let entries = this.#query.selectFrom('activity').selectAll('activity').where('activity.organization_id', '=', organizationId);
    if (before !== null) entries = entries.where('activity.position', '<', Number(before));
    if (actor !== undefined) entries = entries.where('actor_id', '=', actor);
    if (type !== undefined) entries = entries.where('type', '=', type);
    if (from !== undefined) entries = entries.where('occurred_at', '>=', from);
    if (to !== undefined) entries = entries.where('occurred_at', '<', to);
    if (subject !== undefined) entries = entries.where('activity.position', 'in', this.#positionsAbout(organizationId, subject));
    if (restrictedTo !== undefined) {
      const own = this.#positionsAbout(organizationId, restrictedTo);
      entries = entries.where(({ or, eb }) => or([eb('actor_id', '=', restrictedTo), eb('activity.position', 'in', own)]));
    }
    return entries.orderBy('activity.position', 'desc').limit(limit).execute();
  }

  #positionsAbout(organizationId: string, subject: string) {
    const about = this.#query.selectFrom('activity_subjects').select('position');
    return about.where('organization_id', '=', organizationId).where('subject', '=', subject);
  }
}
