import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import { roles } from '#domain/role';
import type { Opened } from '#domain/sealed';
import * as ServiceAccount from '#domain/service-account';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { id, integer, object, oneOf, opened, type Shape, time } from '../../edge/http/schema.js';
import { scopeMembers } from './service-accounts.dto.js';

export const ServiceAccountView = object('ServiceAccountView', {
  ...opened<ServiceAccount.Texts>(ServiceAccount.textFields, { name: 'Nightly export' }),
  ...scopeMembers,
  id,
  number: integer(4),
  role: oneOf(roles),
  createdAt: time,
});
export type ServiceAccountView = Shape<typeof ServiceAccountView>;

/** What never changes of a service account, and is no part of a verdict. */
export type NamedAccount = Opened<ServiceAccount.Texts> & Pick<ServiceAccountView, 'createdAt'>;

/** Combines a service account's texts, which were read before, with what the index says of it at this moment. */
@Injectable()
export class ServiceAccountViews {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
  ) {}

  /** As the account's own stream has it, which is never behind. A command reads it before it appends. */
  async named(id: string): Promise<NamedAccount> {
    const { state, begunAt } = await this.ledger.on(ServiceAccount.stream(id)).load();
    if (state.status === 'absent') throw new Refusal('service-account/not-found');
    return this.opened(id, state, begunAt as string);
  }

  /** `sealed` as the account's stream, or a read model made from it, has it. */
  async opened(id: string, sealed: ServiceAccount.Texts, createdAt: string): Promise<NamedAccount> {
    return { ...(await this.personalData.openAll(ServiceAccount.textsOf(id), sealed)), createdAt };
  }

  /** This reads only the index, so it cannot fail after an append. */
  of(id: string, { createdAt, ...texts }: NamedAccount): ServiceAccountView {
    const row = this.validity.principals.serviceAccounts.get(id);
    if (!row) throw new Refusal('service-account/not-found');
    return { id, number: row.number ?? 0, ...texts, role: row.role, ...ServiceAccount.scopeOf(row), createdAt };
  }
}
