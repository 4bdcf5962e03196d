import { Injectable } from '@nestjs/common';
import type { Role } from '#domain/role';
import { nobody } from '#domain/user';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { organizationUser } from './organization-user.js';
import type { Person } from './people.js';

/** A person as those see them who may see the people of the organization. */
export interface UserView extends Person {
  readonly id: string;
  readonly number: number;
  readonly role: Role;
  readonly disabled: boolean;
}

/** Puts together who a person is, which was read before, and what the index says of them at this moment. */
@Injectable()
export class UserViews {
  constructor(private readonly validity: TokenValidity) {}

  /** It asks nobody but the index, so after an append it cannot fail. @throws Refusal user/not-found for nobody of this organization */
  of(userId: string, organizationId: string, person: Person): UserView {
    const { user, role } = organizationUser(userId, organizationId, this.validity);
    const disabled = this.validity.principals.ownerFacts('user', user.id, organizationId)?.status !== 'enabled';
    // What was erased is shown to nobody, also while its key is still to be destroyed.
    const shown = user.status === 'erased' ? { ...person, ...nobody } : person;
    return { id: user.id, number: user.number ?? 0, ...shown, role, disabled };
  }
}
