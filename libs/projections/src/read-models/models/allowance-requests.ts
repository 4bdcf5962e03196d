import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import type { Sealed } from '#domain/sealed';
import type { Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { ReadModels } from '../read-models.js';

interface Tables {
  allowance_requests: AllowanceRequestListing;
}

export type AllowanceRequestState = 'open' | 'granted' | 'declined';

export interface AllowanceRequestListing {
  readonly id: string;
  readonly organization_id: string;
  /** Id of the person who asked. */
  readonly user_id: string;
  readonly reason: Sealed;
  /** ISO-8601 UTC, as is `answered_at`. */
  readonly requested_at: string;
  readonly state: AllowanceRequestState;
  readonly answered_at: string | null;
  readonly answered_by_kind: string | null;
  readonly answered_by_id: string | null;
  /** What was granted. */
  readonly allowance: number | null;
  /** Why it was declined. */
  readonly note: Sealed | null;
}

/** The requests for a greater allowance of service accounts, and their answers. */
export const allowanceRequests: Projection = {
  name: 'allowance-requests',
  version: 1,
  tables: {
    allowance_requests: `CREATE TABLE allowance_requests (id TEXT PRIMARY KEY, organization_id TEXT, user_id TEXT,
      reason TEXT, requested_at TEXT, state TEXT, answered_at TEXT, answered_by_kind TEXT, answered_by_id TEXT, allowance INTEGER,
      note TEXT)`,
    allowance_requests_by_organization: 'CREATE INDEX allowance_requests_by_organization ON allowance_requests (organization_id, id)',
    allowance_requests_by_user: 'CREATE INDEX allowance_requests_by_user ON allowance_requests (user_id, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    switch (event.type) {
      case 'ServiceAccountAllowanceRequested': {
        const { allowanceRequestId: id, userId: user_id, reason } = event;
        const asked = { organization_id: idOf(recorded.stream), user_id, reason, requested_at: recorded.occurredAt };
        return [upsert('allowance_requests', { id }, { ...asked, state: 'open' })];
      }
      case 'ServiceAccountAllowanceGranted':
        return [answered(recorded, event, { state: 'granted', allowance: event.allowance })];
      case 'ServiceAccountAllowanceDeclined':
        return [answered(recorded, event, { state: 'declined', note: event.note ?? null })];
      default:
        return [];
    }
  },
};

const answered = (
  { occurredAt, actor }: Recorded,
  { allowanceRequestId: id }: { readonly allowanceRequestId: string },
  answer: Pick<Change, 'set'>['set'],
): Change => {
  const by = { answered_at: occurredAt, answered_by_kind: actor.kind, answered_by_id: actor.id };
  return upsert('allowance_requests', { id }, { ...by, ...answer });
};

/** Reads the requests of an organization; what was typed in them is sealed. */
export class AllowanceRequests {
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
  }

  /** Oldest first; those of one person, or of everybody. */
  list(asked: {
    organizationId: string;
    userId?: string;
    state?: AllowanceRequestState;
    after: string | null;
    limit: number;
  }): Promise<AllowanceRequestListing[]> {
    const { organizationId, userId, state, after, limit } = asked;
    let requests = this.#query.selectFrom('allowance_requests').selectAll().where('organization_id', '=', organizationId);
    if (userId !== undefined) requests = requests.where('user_id', '=', userId);
    if (state !== undefined) requests = requests.where('state', '=', state);
    return requests
      .where('id', '>', after ?? '')
      .orderBy('id')
      .limit(limit)
      .execute();
  }
}
