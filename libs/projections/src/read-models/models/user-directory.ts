import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import type { Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { ReadModels } from '../read-models.js';

interface Tables {
  users: UserListing;
}

export interface UserListing {
  readonly id: string;
  readonly organization_id: string;
  /** The sealed texts that identify the person, as JSON. */
  readonly personal: string;
  readonly created_at: string;
  /** 1 once `EmailClaimed` decided that the user exists. */
  readonly claimed: number;
}

export const userDirectory: Projection = {
  name: 'user-directory',
  version: 2,
  tables: {
    users: `CREATE TABLE users (id TEXT PRIMARY KEY, organization_id TEXT, personal TEXT, created_at TEXT,
      claimed INTEGER NOT NULL DEFAULT 0)`,
    users_by_organization: 'CREATE INDEX users_by_organization ON users (organization_id, claimed, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    switch (event.type) {
      case 'UserRegistered': {
        const { type: _, homeOrganizationId, emailDigest: __, ...personal } = event;
        const set = { organization_id: homeOrganizationId, personal: JSON.stringify(personal), created_at: recorded.occurredAt };
        return [upsert('users', { id: idOf(recorded.stream) }, set)];
      }
      case 'EmailClaimed':
        return [upsert('users', { id: event.userId }, { claimed: 1 })];
      default:
        return [];
    }
  },
};

/** The people of an organization, oldest first. */
export class UserDirectory {
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
  }

  list({ organizationId, after, limit }: { organizationId: string; after: string | null; limit: number }): Promise<UserListing[]> {
    const users = this.#query.selectFrom('users').selectAll().where('organization_id', '=', organizationId).where('claimed', '=', 1);
    return users
      .where('id', '>', after ?? '')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  get(id: string): Promise<UserListing | undefined> {
    return this.#query.selectFrom('users').selectAll().where('id', '=', id).where('claimed', '=', 1).executeTakeFirst();
  }
}
