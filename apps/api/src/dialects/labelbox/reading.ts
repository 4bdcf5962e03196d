import type { QueryBus } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { Ledger } from '#event-store/ledger';
import { limits } from '#installation/config';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import type { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { PrincipalNames } from '../../features/activity/principal-names.js';
import type { ApiKeyView } from '../../features/api-keys/api-key-views.js';
import { ListApiKeysRequest } from '../../features/api-keys/api-keys.dto.js';
import { ListApiKeys } from '../../features/api-keys/api-keys.queries.js';
import type { OrganizationViews } from '../../features/organization/organization-views.js';
import { DescribeUser } from '../../features/users/users.queries.js';
import { malformed } from './graphql-request.js';
import type { UserOrder } from './graphql-schema.js';
import { LabelboxFailure } from './labelbox-failure.js';
import { type LabelboxRole, labelboxRoleOf } from './labelbox-roles.js';
import { FindPeople } from './people.queries.js';
import type { ListedPerson, UserFilter } from './people-search.js';

/** Arguments of a list of people, as they were sent. */
export interface ListArguments {
  readonly where?: UserFilter | null;
  readonly orderBy?: UserOrder | null;
  readonly skip?: number | null;
  readonly first?: number | null;
}

export interface ReadingParts {
  readonly queries: QueryBus;
  readonly validity: TokenValidity;
  readonly ledger: Ledger;
  readonly names: PrincipalNames;
  readonly organizations: OrganizationViews;
  readonly turns: LongReadTurns;
}

const rowsMax = 100;
/** A list of people may be asked for beside each person of another list, so what one request is answered with has a limit. */
const rowsInAllMax = 1000;
/** The caller's own keys and those of others. */
const keyListsMax = 2;

/** The SDK has an exception of its own for these words. */
const tooMuch = () => new LabelboxFailure(400, 'GRAPHQL_VALIDATION_FAILED', ['Query complexity limit exceeded']);

/** What one request reads, each thing once. */
export class Reading {
  #rows = 0;
  #keyLists = 0;
  #keys?: Promise<ApiKeyView[]>;
  #emails?: Promise<(userId: string) => Promise<string | null>>;

  constructor(
    private readonly parts: ReadingParts,
    readonly caller: Caller,
  ) {}

  /** @throws Refusal user/not-found, also for somebody else unless the caller oversees the organization */
  async person(userId: string): Promise<ListedPerson> {
    if (userId !== this.caller.id && !oversees(this.caller)) throw new Refusal('user/not-found');
    this.#takeRows(1);
    return this.parts.queries.execute(new DescribeUser(this.caller, userId));
  }

  /** @throws LabelboxFailure GRAPHQL_VALIDATION_FAILED when the request has asked for too many rows in all */
  async people({ where = null, orderBy = null, skip, first }: ListArguments): Promise<ListedPerson[]> {
    const search = { where, orderBy, skip: skip ?? 0, first: first ?? rowsMax };
    if (search.skip < 0) throw malformed('skip must not be less than 0.');
    if (search.first < 0 || search.first > rowsMax) throw malformed(`first must be 0 to ${rowsMax}.`);
    const people = await this.parts.queries.execute(new FindPeople(this.caller, search));
    this.#takeRows(people.length);
    return people;
  }

  /** Of the caller, the role in which the key acts; null for somebody without a role. */
  roleOf(userId: string): LabelboxRole | null {
    const { caller } = this;
    const member = userId === caller.id ? caller : this.parts.validity.principals.membership('user', userId, caller.organizationId);
    return member ? labelboxRoleOf(member) : null;
  }

  isDisabled(userId: string): boolean {
    return this.parts.validity.principals.ownerFacts('user', userId, this.caller.organizationId)?.status !== 'enabled';
  }

  /** Makes a row of a long list, between the rows of which everybody else is served. */
  row<Made>(make: () => Made | Promise<Made>): Promise<Made> {
    return this.parts.turns.step(make);
  }

  /** When the newest session of the person began; null before the first. */
  lastLoginAt(userId: string): Promise<string | null> {
    return this.row(async () => {
      const [newest] = this.parts.validity.tokens.sessionsAfter(userId, -1);
      return newest ? (await this.parts.ledger.on(Token.stream(newest.id)).load()).begunAt : null;
    });
  }

  async organization() {
    const { organizationId } = this.caller;
    return this.parts.organizations.of(organizationId, await this.parts.organizations.name(organizationId));
  }

  /**
   * The keys that the caller may see, oldest first; also those that are over.
   * @throws LabelboxFailure GRAPHQL_VALIDATION_FAILED when the request has asked for the lists of keys more than once
   */
  keys(): Promise<ApiKeyView[]> {
    this.#keyLists += 1;
    if (this.#keyLists > keyListsMax) throw tooMuch();
    this.#keys ??= this.#allKeys();
    return this.#keys;
  }

  async emailOf(userId: string): Promise<string | null> {
    this.#emails ??= this.parts.names.forAnswer().then((names) => (id) => names.of('user', id).then(({ email }) => email));
    return (await this.#emails)(userId);
  }

  async #allKeys(): Promise<ApiKeyView[]> {
    const keys: ApiKeyView[] = [];
    const scope = oversees(this.caller) ? 'organization' : 'own';
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const request = Object.assign(new ListApiKeysRequest(), { scope, cursor, limit: limits.pageItemsMax });
      const { items, nextCursor } = await this.parts.queries.execute(new ListApiKeys(this.caller, request));
      keys.push(...items);
      cursor = nextCursor;
    }
    return keys;
  }

  #takeRows(count: number): void {
    this.#rows += count;
    if (this.#rows > rowsInAllMax) throw tooMuch();
  }
}
