import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import type { Kind } from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from './projection.js';
import type { ReadModels } from './read-models.js';

interface Tables {
  tokens: TokenListing;
}

export interface TokenListing {
  readonly id: string;
  readonly organization_id: string;
  readonly kind: Kind;
  readonly owner_id: string;
  /** Sealed. */
  readonly name: string | null;
}

/** Which tokens there are, and what they are called. Whether one is valid is never read from here. */
export const tokenDirectory: Projection = {
  name: 'token-directory',
  version: 2,
  tables: {
    tokens: 'CREATE TABLE tokens (id TEXT PRIMARY KEY, organization_id TEXT, kind TEXT, owner_id TEXT, name TEXT)',
    tokens_by_owner: 'CREATE INDEX tokens_by_owner ON tokens (owner_id, id)',
    tokens_by_organization: 'CREATE INDEX tokens_by_organization ON tokens (organization_id, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    if (event.type !== 'TokenIssued') return [];
    const { kind, ownerId, name } = event;
    return [upsert('tokens', { id: idOf(recorded.stream) }, { organization_id: recorded.organizationId, kind, owner_id: ownerId, name })];
  },
};

export class TokenDirectory {
  readonly #readModels: ReadModels;
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#query = readModels.of<Tables>();
  }

  /** In the order of their ids; of one owner, or of the whole organization. */
  list(of: {
    organizationId: string;
    ownerId?: string;
    kinds: readonly Kind[];
    after: string | null;
    limit: number;
  }): Promise<TokenListing[]> {
    let tokens = this.#query.selectFrom('tokens').selectAll().where('organization_id', '=', of.organizationId);
    if (of.ownerId !== undefined) tokens = tokens.where('owner_id', '=', of.ownerId);
    return tokens
      .where('kind', 'in', of.kinds)
      .where('id', '>', of.after ?? '')
      .orderBy('id')
      .limit(of.limit)
      .execute();
  }

  /** Ids of everything that the owner ever held, in every organization, ascending. */
  async idsOfOwner(ownerId: string, after: string, limit: number): Promise<string[]> {
    const own = this.#query.selectFrom('tokens').select('id').where('owner_id', '=', ownerId);
    const rows = await own.where('id', '>', after).orderBy('id').limit(limit).execute();
    return rows.map(({ id }) => id);
  }

  /** @throws Error when tokens may be missing that there were at this place in the log, as while the directory is made again */
  requireReached(position: Position): void {
    const reached = this.#readModels.checkpoint(tokenDirectory.name)?.position ?? 0n;
    if (reached < position) throw new Error(`The token directory has got to ${reached}, not to ${position}.`);
  }

  get(id: string): Promise<TokenListing | undefined> {
    return this.#query.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  }
}
