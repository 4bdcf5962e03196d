import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import type { Kind } from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { type Change, idOf, type Projection, upsert } from '../projection.js';
import type { ReadModels } from '../read-models.js';

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
  /** ISO-8601 UTC; null for no expiry. */
  readonly expires_at: string | null;
  /** 1 once it was revoked and not issued anew. */
  readonly ended: number;
}

/** The list of tokens and their names. Validity is never read from here. */
export const tokenDirectory: Projection = {
  name: 'token-directory',
  version: 3,
  tables: {
    tokens: `CREATE TABLE tokens (id TEXT PRIMARY KEY, organization_id TEXT, kind TEXT, owner_id TEXT, name TEXT, expires_at TEXT,
      ended INTEGER)`,
    tokens_by_owner: 'CREATE INDEX tokens_by_owner ON tokens (owner_id, id)',
    tokens_going_on: 'CREATE INDEX tokens_going_on ON tokens (owner_id, organization_id, kind, id) WHERE ended = 0',
    tokens_by_organization: 'CREATE INDEX tokens_by_organization ON tokens (organization_id, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    const key = { id: idOf(recorded.stream) };
    switch (event.type) {
      case 'TokenIssued': {
        const { kind, ownerId: owner_id, name, expiresAt: expires_at } = event;
        return [upsert('tokens', key, { organization_id: recorded.organizationId, kind, owner_id, name, expires_at, ended: 0 })];
      }
      case 'TokenRotated':
        return [upsert('tokens', key, { expires_at: event.expiresAt, ended: 0 })];
      case 'TokenRevoked':
        return [upsert('tokens', key, { ended: 1 })];
      default:
        return [];
    }
  },
};

/** The tokens of an organization, valid or not; their names are sealed. */
export class TokenDirectory {
  readonly #readModels: ReadModels;
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#query = readModels.of<Tables>();
  }

  /** Tokens in the order of their ids, of one owner or of the whole organization. */
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

  /**
   * The ids of the owner's tokens of one kind in one organization that were neither revoked nor expired at `at` (ISO-8601 UTC), ascending.
   * The other conditions of a verdict are not checked, so some of the tokens may be void.
   */
  async idsGoingOn(of: {
    organizationId: string;
    ownerId: string;
    kind: Kind;
    at: string;
    after: string;
    limit: number;
  }): Promise<string[]> {
    const going = this.#query.selectFrom('tokens').select('id').where('ended', '=', 0);
    const own = going.where('owner_id', '=', of.ownerId).where('organization_id', '=', of.organizationId).where('kind', '=', of.kind);
    const rows = await own
      .where('id', '>', of.after)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', of.at)]))
      .orderBy('id')
      .limit(of.limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The ids of all tokens that the owner ever held, in every organization, ascending. */
  async idsOfOwner(ownerId: string, after: string, limit: number): Promise<string[]> {
    const own = this.#query.selectFrom('tokens').select('id').where('owner_id', '=', ownerId);
    const rows = await own.where('id', '>', after).orderBy('id').limit(limit).execute();
    return rows.map(({ id }) => id);
  }

  /** @throws Error when the directory has not applied `position` and so may lack tokens, as during a rebuild */
  async requireReached(position: Position): Promise<void> {
    const reached = (await this.#readModels.checkpoint(tokenDirectory.name))?.position ?? 0n;
    if (reached < position) throw new Error(`The token directory has got to ${reached}, not to ${position}.`);
  }

  get(id: string): Promise<TokenListing | undefined> {
    return this.#query.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  }
}
