import { Injectable } from '@nestjs/common';
import { nobody } from '#domain/user';
import type { MembershipFacts, OwnerFacts } from '#domain/verdict.facts';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { shownRole } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { NamedPrincipal, type NamesOfAnswer } from '../activity/principal-names.js';
import { People } from './people.js';
import { CredentialSummary, PrincipalCredentials } from './principal-credentials.js';
import { type PrincipalListing, stateOf } from './principal-pages.js';
import { UserView, UserViews } from './user-views.js';

/** A person or, where they are asked for, a service account in the list of users. The latter has a name alone of the personal members. */
export const PrincipalView = object('PrincipalView', {
  ...UserView.members,
  ...CredentialSummary.members,
  kind: NamedPrincipal.members.kind,
  name: text('Alice Ng').orNull(),
  state: oneOf(['active', 'disabled', 'erased', 'deleted']),
});
export type PrincipalView = Shape<typeof PrincipalView>;

/** Makes what the list of users shows. */
@Injectable()
export class PrincipalViews {
  constructor(
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly views: UserViews,
    private readonly credentials: PrincipalCredentials,
  ) {}

  /** `listing` is of somebody whom the index has. */
  async of({ organizationId }: Caller, listing: PrincipalListing, names: NamesOfAnswer): Promise<PrincipalView> {
    const { kind, id } = listing;
    const facts = this.validity.principals.ownerFacts(kind, id, organizationId) as OwnerFacts;
    const shown = kind === 'user' ? await this.#person(organizationId, listing) : this.#serviceAccount(organizationId, listing);
    const { name } = await names.of(kind, id);
    const isErased = facts.status === 'erased';
    return {
      ...shown,
      kind,
      name: isErased ? null : name,
      state: stateOf(facts),
      ...(await this.credentials.summary(organizationId, listing)),
    };
  }

  async #person(organizationId: string, { id, texts, createdAt }: PrincipalListing): Promise<UserView> {
    return this.views.of(id, organizationId, await this.people.opened(id, JSON.parse(texts), createdAt));
  }

  #serviceAccount(organizationId: string, { kind, id, createdAt }: PrincipalListing): UserView {
    const membership = this.validity.principals.membership(kind, id, organizationId) as MembershipFacts;
    const number = this.validity.principals.serviceAccounts.get(id)?.number ?? 0;
    return { id, number, ...nobody, createdAt, ...shownRole(membership), disabled: false };
  }
}
