import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EmailDigests } from '#credentials/email-digests';
import { UserDirectory, type UserListing, userDirectory } from '#projections/read-models/models/user-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { rowsPerRead } from '../../edge/http/filtered-pages.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { People } from '../../features/users/people.js';
import { conditionsIn, inOrder, type ListedPerson, matches, type PeopleSearch, pinnedBy } from './people-search.js';

/** The people of the caller's organization who are not disabled; the caller alone unless the caller oversees the organization. */
export class FindPeople extends Query<ListedPerson[]> {
  constructor(
    readonly caller: Caller,
    readonly search: PeopleSearch,
  ) {
    super();
  }
}

@QueryHandler(FindPeople)
export class FindPeopleHandler implements IQueryHandler<FindPeople> {
  constructor(
    private readonly directory: UserDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly validity: TokenValidity,
    private readonly emails: EmailDigests,
    private readonly people: People,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async execute({ caller, search: { where, orderBy, skip, first } }: FindPeople): Promise<ListedPerson[]> {
    await this.freshness.ready(userDirectory);
    const conditions = conditionsIn(where, (email) => this.emails.normalize(email) ?? email);
    const isAsStored = conditions.length === 0 && orderBy === null;
    const found: ListedPerson[] = [];
    let left = isAsStored ? skip : 0;
    for await (const listing of this.#listings(caller, pinnedBy(conditions))) {
      if (left > 0) {
        left -= 1;
        continue;
      }
      if (isAsStored && found.length === first) break;
      const person = { id: listing.id, ...(await this.people.opened(listing.id, JSON.parse(listing.personal), listing.created_at)) };
      if (matches(person, conditions)) found.push(person);
    }
    if (isAsStored) return found;
    return (orderBy === null ? found : inOrder(found, orderBy)).slice(skip, skip + first);
  }

  async *#listings(caller: Caller, pinned: ReturnType<typeof pinnedBy>): AsyncGenerator<UserListing> {
    const id = this.#idOf(caller, pinned);
    if (id !== undefined) {
      const listing = id === null ? undefined : await this.directory.get(id);
      if (listing && this.#isListed(caller, listing)) yield listing;
      return;
    }
    for (let after: string | null = null, isLast = false; !isLast; ) {
      await this.turns.next();
      const read: UserListing[] = await this.directory.list({ organizationId: caller.organizationId, after, limit: rowsPerRead });
      for (const listing of read) {
        if (this.turns.isOver) await this.turns.next();
        if (this.#isListed(caller, listing)) yield listing;
      }
      after = read.at(-1)?.id ?? null;
      isLast = read.length < rowsPerRead;
    }
  }

  /** Id of the only person who can be found; null where nobody can, undefined where more than one may. */
  #idOf(caller: Caller, pinned: ReturnType<typeof pinnedBy>): string | null | undefined {
    if (!oversees(caller)) return caller.id;
    if (pinned === null) return undefined;
    if (pinned.field === 'id') return pinned.value;
    const email = pinned.value === null ? null : this.emails.normalize(pinned.value);
    return email === null ? null : (this.validity.principals.userByEmail(this.emails.digest(email))?.id ?? null);
  }

  #isListed({ organizationId }: Caller, { id, organization_id: home }: UserListing): boolean {
    if (home !== organizationId) return false;
    const { principals } = this.validity;
    const isEnabled = principals.ownerFacts('user', id, organizationId)?.status === 'enabled';
    return isEnabled && principals.membership('user', id, organizationId)?.active === true;
  }
}
