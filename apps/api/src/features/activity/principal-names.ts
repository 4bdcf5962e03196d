import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as ServiceAccount from '#domain/service-account';
import type { OwnerKind } from '#domain/token';
import * as User from '#domain/user';
import { ServiceAccountDirectory, serviceAccountDirectory } from '#projections/read-models/models/service-account-directory';
import { UserDirectory, userDirectory } from '#projections/read-models/models/user-directory';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { id, object, oneOf, type Shape, text } from '../../edge/http/schema.js';

/** A person or service account as lists show it beside an id. Null where nothing was typed, and once a person was erased. */
export const NamedPrincipal = object('NamedPrincipal', {
  kind: oneOf(['user', 'service-account']),
  id,
  name: text('Alice Ng').orNull(),
  email: text('alice@example.com').orNull(),
});
export type NamedPrincipal = Shape<typeof NamedPrincipal>;

/** First and last name as one; null for neither. */
export const fullName = ({ firstName, lastName }: Record<'firstName' | 'lastName', string | null>): string | null =>
  [firstName, lastName].filter((part) => part !== null && part !== '').join(' ') || null;

/** Opens the names of people and service accounts, each once, for one answer to somebody who may see them in lists. */
export class NamesOfAnswer {
  readonly #known = new Map<string, Promise<NamedPrincipal>>();

  constructor(private readonly open: (kind: OwnerKind, id: string) => Promise<NamedPrincipal>) {}

  of(kind: OwnerKind, id: string): Promise<NamedPrincipal> {
    const known = this.#known.get(id) ?? this.open(kind, id);
    this.#known.set(id, known);
    return known;
  }
}

@Injectable()
export class PrincipalNames {
  constructor(
    private readonly freshness: ReadModelFreshness,
    private readonly users: UserDirectory,
    private readonly serviceAccounts: ServiceAccountDirectory,
    private readonly personalData: PersonalData,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up while the names of people or service accounts are not stored yet */
  async forAnswer(): Promise<NamesOfAnswer> {
    await this.freshness.ready(userDirectory);
    await this.freshness.ready(serviceAccountDirectory);
    return new NamesOfAnswer((kind, id) => (kind === 'user' ? this.#person(id) : this.#serviceAccount(id)));
  }

  async #person(id: string): Promise<NamedPrincipal> {
    const listing = await this.users.get(id);
    const sealed: User.Personal = listing ? JSON.parse(listing.personal) : User.nobody;
    const { email, firstName, lastName } = await this.personalData.openAll(User.textsOf(id), sealed);
    return { kind: 'user', id, name: fullName({ firstName, lastName }), email };
  }

  async #serviceAccount(id: string): Promise<NamedPrincipal> {
    const listing = await this.serviceAccounts.get(id);
    const { name } = listing
      ? await this.personalData.openAll(ServiceAccount.textsOf(id), JSON.parse(listing.texts) as ServiceAccount.Texts)
      : { name: null };
    return { kind: 'service-account', id, name, email: null };
  }
}
