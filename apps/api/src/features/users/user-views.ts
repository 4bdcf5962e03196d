import { Injectable } from '@nestjs/common';
import { roles } from '#domain/role';
import { nobody } from '#domain/user';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { flag, id, integer, object, oneOf, type Shape } from '../../edge/http/schema.js';
import { organizationUser } from './organization-user.js';
import { Person } from './people.js';

/** A person as overseers of the organization see them. */
export const UserView = object('UserView', {
  ...Person.members,
  id,
  number: integer(3),
  role: oneOf(roles),
  disabled: flag(false),
});
export type UserView = Shape<typeof UserView>;

/** Combines who a person is, which was read before, with what the index says of them at this moment. */
@Injectable()
export class UserViews {
  constructor(private readonly validity: TokenValidity) {}

  /** This reads only the index, so it cannot fail after an append. @throws Refusal user/not-found for anybody outside this organization */
  of(userId: string, organizationId: string, person: Person): UserView {
    const { user, role } = organizationUser(userId, organizationId, this.validity);
    const disabled = this.validity.principals.ownerFacts('user', user.id, organizationId)?.status !== 'enabled';
    // Erased data is shown to nobody, even while its key is still to be destroyed.
    const shown = user.status === 'erased' ? { ...person, ...nobody } : person;
    return { id: user.id, number: user.number ?? 0, ...shown, role, disabled };
  }
}
