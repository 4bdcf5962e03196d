import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import { storedTexts } from '#domain/sealed';
import * as ServiceAccount from '#domain/service-account';
import type { Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { ReadModels } from '../read-models.js';

interface Tables {
  service_accounts: ServiceAccountListing;
}

export interface ServiceAccountListing {
  readonly id: string;
  readonly organization_id: string;
  /** The sealed texts that somebody typed about the account, as JSON. */
  readonly texts: string;
  readonly created_at: string;
  /** 1 from admission until release. */
  readonly admitted: number;
}

/** The list of service accounts and their names. Role and scope are read from the index. */
export const serviceAccountDirectory: Projection = {
  name: 'service-account-directory',
  version: 2,
  tables: {
    service_accounts: `CREATE TABLE service_accounts (id TEXT PRIMARY KEY, organization_id TEXT, texts TEXT, created_at TEXT,
      admitted INTEGER NOT NULL DEFAULT 0)`,
    service_accounts_by_organization: 'CREATE INDEX service_accounts_by_organization ON service_accounts (organization_id, admitted, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    switch (event.type) {
      case 'ServiceAccountCreated': {
        const id = idOf(recorded.stream);
        const texts = storedTexts(ServiceAccount.textsOf(id), event);
        return [upsert('service_accounts', { id }, { organization_id: event.organizationId, texts, created_at: recorded.occurredAt })];
      }
      case 'ServiceAccountAdmitted':
      case 'ServiceAccountReleased':
        return [upsert('service_accounts', { id: event.serviceAccountId }, { admitted: event.type === 'ServiceAccountAdmitted' ? 1 : 0 })];
      default:
        return [];
    }
  },
};

/** The service accounts of an organization; what was typed about them is sealed. */
export class ServiceAccountDirectory {
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#query = readModels.of<Tables>();
  }

  /** The existing accounts, oldest first. */
  list({
    organizationId,
    after,
    limit,
  }: {
    organizationId: string;
    after: string | null;
    limit: number;
  }): Promise<ServiceAccountListing[]> {
    const accounts = this.#query.selectFrom('service_accounts').selectAll().where('organization_id', '=', organizationId);
    return accounts
      .where('admitted', '=', 1)
      .where('id', '>', after ?? '')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  get(id: string): Promise<ServiceAccountListing | undefined> {
    return this.#query.selectFrom('service_accounts').selectAll().where('id', '=', id).where('admitted', '=', 1).executeTakeFirst();
  }
}
