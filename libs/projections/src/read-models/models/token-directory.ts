import type { Kysely } from 'kysely';
import type { DomainEvent } from '#domain/events';
import type { Sealed } from '#domain/sealed';
import type { Kind, OwnerKind } from '#domain/token';
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
  readonly owner_kind: OwnerKind;
  readonly owner_id: string;
  readonly name: Sealed | null;
  /** API keys only: from where it is good; null from everywhere. */
  readonly allowed_addresses: Sealed | null;
  /** ISO-8601 UTC; null for no expiry. */
  readonly expires_at: string | null;
  /** `expires_at`, or a text that sorts after every time for no end. */
  readonly ends: string;
  readonly created_at: string;
  readonly created_by_kind: string;
  readonly created_by_id: string;
  /** Id of the token by which it was asked for; null on the host and for what the server does itself. */
  readonly created_by_credential: string | null;
  /** 1 once it was revoked and not issued anew. */
  readonly ended: number;
}

/** The columns that a list may be sorted by; the id makes the order total. */
export type TokenOrder = 'id' | 'created_at' | 'ends';

export interface TokenSearch {
  readonly organizationId: string;
  readonly ownerId?: string;
  readonly ownerKind?: OwnerKind;
  readonly kinds: readonly Kind[];
  /** Id of the person or service account that asked for the token. */
  readonly createdBy?: string;
  /** ISO-8601 UTC. */
  readonly expiresBefore?: string;
  readonly order: TokenOrder;
  readonly isDescending: boolean;
  /** Value of the sorted column, and id, of the listing before the page. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

const noEnd = 'never';

/** The list of tokens and their names. Validity is never read from here. */
export const tokenDirectory: Projection = {
  name: 'token-directory',
  version: 5,
  tables: {
    tokens: `CREATE TABLE tokens (id TEXT PRIMARY KEY, organization_id TEXT, kind TEXT, owner_kind TEXT, owner_id TEXT, name TEXT,
      allowed_addresses TEXT, expires_at TEXT, ends TEXT, created_at TEXT, created_by_kind TEXT, created_by_id TEXT,
      created_by_credential TEXT, ended INTEGER)`,
    tokens_by_owner: 'CREATE INDEX tokens_by_owner ON tokens (owner_id, id)',
    tokens_going_on: 'CREATE INDEX tokens_going_on ON tokens (owner_id, organization_id, kind, id) WHERE ended = 0',
    tokens_by_organization: 'CREATE INDEX tokens_by_organization ON tokens (organization_id, id)',
    tokens_by_creation: 'CREATE INDEX tokens_by_creation ON tokens (organization_id, created_at, id)',
    tokens_by_end: 'CREATE INDEX tokens_by_end ON tokens (organization_id, ends, id)',
  },
  project(recorded: Recorded): Change[] {
    const event = toEvent<DomainEvent>(recorded);
    const key = { id: idOf(recorded.stream) };
    switch (event.type) {
      case 'TokenIssued': {
        const { kind, ownerKind: owner_kind, ownerId: owner_id, name } = event;
        const allowed_addresses = event.allowedAddresses ?? null;
        const owned = { organization_id: recorded.organizationId, kind, owner_kind, owner_id, name, allowed_addresses };
        return [upsert('tokens', key, { ...owned, ...creationOf(recorded), ...termOf(event), ended: 0 })];
      }
      case 'TokenRotated':
        return [upsert('tokens', key, { ...termOf(event), ended: 0 })];
      case 'TokenRenamed':
        return [upsert('tokens', key, { name: event.name })];
      case 'AllowedAddressesChanged':
        return [upsert('tokens', key, { allowed_addresses: event.allowedAddresses })];
      case 'ApiKeyReplaced':
        return [upsert('tokens', key, termOf({ expiresAt: event.endsAt }))];
      case 'TokenRevoked':
        return [upsert('tokens', key, { ended: 1 })];
      default:
        return [];
    }
  },
};

const termOf = ({ expiresAt }: { readonly expiresAt: string | null }) => ({ expires_at: expiresAt, ends: expiresAt ?? noEnd });

const creationOf = ({ occurredAt, actor }: Recorded) => ({
  created_at: occurredAt,
  created_by_kind: actor.kind,
  created_by_id: actor.id,
  created_by_credential: actor.credentialId ?? null,
});

/** The tokens of an organization, valid or not; their names are sealed. */
export class TokenDirectory {
  readonly #readModels: ReadModels;
  readonly #query: Kysely<Tables>;

  constructor(readModels: ReadModels) {
    this.#readModels = readModels;
    this.#query = readModels.of<Tables>();
  }

  /** Those that the search finds, in its order, from exclusively after its `after`. */
  search(search: TokenSearch): Promise<TokenListing[]> {
    const { organizationId, ownerId, ownerKind, kinds, createdBy, expiresBefore, order, isDescending, after, limit } = search;
    let tokens = this.#query.selectFrom('tokens').selectAll().where('organization_id', '=', organizationId).where('kind', 'in', kinds);
    if (ownerId !== undefined) tokens = tokens.where('owner_id', '=', ownerId);
    if (ownerKind !== undefined) tokens = tokens.where('owner_kind', '=', ownerKind);
    if (createdBy !== undefined) tokens = tokens.where('created_by_id', '=', createdBy);
    if (expiresBefore !== undefined) tokens = tokens.where('ends', '<', expiresBefore);
    const [beyond, direction] = isDescending ? (['<', 'desc'] as const) : (['>', 'asc'] as const);
    if (after && order === 'id') tokens = tokens.where('id', beyond, after[1]);
    else if (after) tokens = tokens.where(({ eb, refTuple, tuple }) => eb(refTuple(order, 'id'), beyond, tuple(after[0], after[1])));
    if (order !== 'id') tokens = tokens.orderBy(order, direction);
    return tokens.orderBy('id', direction).limit(limit).execute();
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
