import { type Kysely, sql } from 'kysely';
import * as Cascade from '#domain/cascade';
import type { DomainEvent } from '#domain/events';
import type { Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { ReadModels } from '../read-models.js';

interface Tables {
  deadlines: Deadline;
}

export const deadlineKinds = ['token-expiry', 'cascade', 'key-activation', 'address-release'] as const;

export type DeadlineKind = (typeof deadlineKinds)[number];

/** Something to be recorded once its time has come. The details are read from the log at that moment. */
export interface Deadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  /** ISO-8601 UTC. */
  readonly due_at: string;
  /** The id of the token, the signing key or the person; for a cascade, whose id names the cause, the stream of the causing event. */
  readonly subject: string;
  /** 1 once the work is done. */
  readonly settled: number;
}

/** Clients may cache a key set for five minutes; the sweep then waits as long again, by the monotonic clock. */
const keyAnnouncementMs = 300_000;

/** The time to live of an address that an API credential registered and nobody made use of. */
const addressKeptMs = 30 * 86_400_000;

const after = (time: string, ms: number) => new Date(Date.parse(time) + ms).toISOString();
const expiryOf = (tokenId: string) => `token-expiry ${tokenId}`;
const settled = (id: string) => upsert('deadlines', { id }, { settled: 1 });
const due = (kind: DeadlineKind, subject: string, dueAt: string) =>
  upsert('deadlines', { id: `${kind} ${subject}` }, { kind, due_at: dueAt, subject, settled: 0 });

const cascadeDue = (causeId: string, stream: string, dueAt: string) =>
  upsert('deadlines', { id: `cascade ${causeId}` }, { kind: 'cascade', due_at: dueAt, subject: stream, settled: 0 });

/** What is to be done, and when. Jobs are made from this, so that a queue may lose all of them. */
export const deadlines: Projection = {
  name: 'deadlines',
  version: 4,
  tables: {
    deadlines: 'CREATE TABLE deadlines (id TEXT PRIMARY KEY, kind TEXT, due_at TEXT, subject TEXT, settled INTEGER NOT NULL DEFAULT 0)',
    deadlines_by_time: 'CREATE INDEX deadlines_by_time ON deadlines (settled, kind, due_at, id)',
  },
  project(recorded: Recorded): Change[] {
    const { id, stream, occurredAt } = recorded;
    const event = toEvent<DomainEvent>(recorded);
    if (Cascade.isCause(event)) return [cascadeDue(id, stream, occurredAt)];
    switch (event.type) {
      case 'TokenIssued':
        return (event.kind === 'personal' || event.kind === 'api-key') && event.expiresAt !== null
          ? [due('token-expiry', idOf(stream), event.expiresAt)]
          : [];
      case 'TokenRotated':
        return event.expiresAt === null || event.kind === 'session' ? [] : [due('token-expiry', idOf(stream), event.expiresAt)];
      case 'ApiKeyReplaced':
        return [due('token-expiry', idOf(stream), event.endsAt)];
      case 'TokenRevoked':
      case 'TokenExpired':
        return [settled(expiryOf(idOf(stream)))];
      case 'CascadeCompleted':
        return [settled(`cascade ${idOf(stream)}`)];
      case 'SigningKeyPublished':
        return [due('key-activation', event.kid, after(occurredAt, keyAnnouncementMs))];
      case 'SigningKeyActivated':
      case 'SigningKeyRetired':
        return [settled(`key-activation ${event.kid}`)];
      case 'EmailClaimed':
        return event.provisional ? [due('address-release', event.userId, after(occurredAt, addressKeptMs))] : [];
      case 'EmailReleased':
        return [settled(`address-release ${event.userId}`)];
      case 'PasswordSet':
        return [settled(`address-release ${idOf(stream)}`)];
      default:
        return [];
    }
  },
};

/** What is due, for the sweep. */
export class Deadlines {
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
  }

  /** The unsettled deadlines whose time came at `until` or before, the most overdue first; exclusively after `after`, if given. */
  due(kind: DeadlineKind, until: string, limit: number, after: Deadline | null = null): Promise<Deadline[]> {
    return this.#query
      .selectFrom('deadlines')
      .selectAll()
      .where('settled', '=', 0)
      .where('kind', '=', kind)
      .where('due_at', '<=', until)
      .$if(after !== null, (query) => query.where(sql<boolean>`(due_at, id) > (${after?.due_at}, ${after?.id})`))
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** How many unsettled deadlines have their time after `from` and not after `until`; counting ends at `max`. */
  async count(kind: DeadlineKind, from: string, until: string, max: number): Promise<number> {
    const within = this.#query
      .selectFrom('deadlines')
      .select('id')
      .where('settled', '=', 0)
      .where('kind', '=', kind)
      .where('due_at', '>', from)
      .where('due_at', '<=', until)
      .limit(max);
    const { counted } = await this.#query
      .selectFrom(within.as('within'))
      .select(({ fn }) => fn.countAll<number>().as('counted'))
      .executeTakeFirstOrThrow();
    return counted;
  }
}
