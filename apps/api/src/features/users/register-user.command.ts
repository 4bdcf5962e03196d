import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EmailDigests } from '#credentials/email-digests';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import * as Email from '#domain/email';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import { asOpened } from '#domain/sealed';
import * as User from '#domain/user';
import type { Actor } from '#event-store/envelope';
import { Ledger } from '#event-store/ledger';
import type { Standing } from '../../edge/authentication/caller.js';
import { newId } from '../../edge/ids.js';
import { NewPasswords } from './new-passwords.js';
import { type UserView, UserViews } from './user-views.js';
import type { RegisterUserRequest } from './users.dto.js';

export interface NewUser extends RegisterUserRequest {
  /** Chosen by the program or by the settings of the host; such a password is not judged again and need not be changed. */
  readonly passwordFrom?: 'generator' | 'settings';
}

/** Registers a person in an organization. `by` is the requester, whose role is the ceiling. */
export class RegisterUser extends Command<UserView> {
  constructor(
    readonly by: Standing,
    readonly user: NewUser,
  ) {
    super();
  }
}

/** Leaves come first and the deciding `EmailClaimed` last: a crash in between leaves nothing that anybody sees. */
@CommandHandler(RegisterUser)
export class RegisterUserHandler implements ICommandHandler<RegisterUser> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
    private readonly emails: EmailDigests,
    private readonly newPasswords: NewPasswords,
    private readonly secrets: SecretVault,
    private readonly views: UserViews,
  ) {}

  async execute({ by: asked, user }: RegisterUser): Promise<UserView> {
    requireMayRegister(asked, user);
    const email = this.emails.normalize(user.email);
    if (email === null) throw new Refusal('email/invalid');
    const emailDigest = this.emails.digest(email);
    const userId = asked.idempotentId ?? newId();
    const { organizationId, origin } = asked;
    const claimed = await this.ledger.on(Email.stream(emailDigest)).load();
    // An interrupted creation may have got as far as the address, and is finished then.
    if (claimed.state.userId !== null && claimed.state.userId !== userId) throw new Refusal('email/taken');

    const { by, createdAt } = await this.#begin(userId, { ...user, email }, emailDigest, asked);
    const role = user.role === 'owner' ? 'administrator' : user.role;
    const membership = Membership.stream(organizationId, userId);
    await this.ledger.on(membership).handle({ type: 'JoinOrganization', userId, role, byRole: by.role }, origin);
    requireMayRegister(asked.judgeAgain(), user);
    const claim: Email.Command = {
      type: 'ClaimEmail',
      userId,
      organizationId,
      ...(isProvisional(asked, user) && { provisional: true }),
    };
    await this.ledger.on(Email.stream(emailDigest)).handle(claim, origin);
    if (user.role === 'owner') {
      const owner: Organization.Command = { type: 'AddOwner', userId, canSignIn: user.password !== undefined, ...by.by };
      await this.ledger.on(Organization.stream(organizationId)).handle(owner, origin);
    }
    return this.views.of(userId, organizationId, { ...asOpened(User.textsOf(userId), { ...user, email }), createdAt });
  }

  /**
   * The person as a leaf, unless an interrupted creation left one; with the requester's standing at that moment, and the time, ISO-8601
   * UTC.
   */
  async #begin(
    userId: string,
    user: NewUser,
    emailDigest: string,
    asked: Standing,
  ): Promise<{ readonly by: Standing; readonly createdAt: string | null }> {
    const { organizationId: homeOrganizationId, origin } = asked;
    const stream = User.stream(userId);
    if (asked.idempotentId !== undefined) {
      const { state, begunAt } = await this.ledger.on(stream).load();
      // A person who was disabled or erased in the meantime gets nothing by it.
      if (state.status === 'disabled' || state.status === 'erased') throw new Refusal(`user/${state.status}`);
      if (state.status === 'enabled') return { by: asked, createdAt: begunAt };
    }
    const { role: _, password, passwordFrom: __, ...typed } = user;
    const hash = password === undefined ? null : await this.newPasswords.hashForNew(user, homeOrganizationId, password);
    // Password checks wait in a queue: a second or more may have passed, in which the caller may have been disabled.
    const by = requireMayRegister(asked.judgeAgain(), user);
    const passwordId = hash === null ? null : await this.secrets.keep('password-hash', hash);
    const person = { ...User.nobody, ...(await this.personalData.sealAll(User.textsOf(userId), typed)) };
    const chosen = passwordId === null ? {} : chosenBy(origin.actor, user);
    const registration: User.Command = { type: 'RegisterUser', homeOrganizationId, emailDigest, passwordId, ...chosen, ...person };
    const { begunAt } = await this.ledger.on(stream).handle(registration, origin);
    return { by, createdAt: begunAt };
  }
}

/** A password that an operator of the host chose, or read, must be changed by its person. */
function chosenBy({ kind }: Actor, { passwordFrom }: NewUser): User.ChosenByAnother {
  if (passwordFrom === 'generator') return { generated: true };
  return kind === 'cli' || kind === 'system' ? {} : { mustChange: true };
}

/** A person whom an API credential registers may be made up by a thief, to keep addresses from their holders. */
const isProvisional = ({ token }: Standing, { password }: NewUser) =>
  token !== undefined && token.kind !== 'session' && password === undefined;

/** An administrator's API credential may register users below administrator and without a password; anything more takes a session. */
function requireMayRegister(by: Standing, user: NewUser): Standing {
  const grantsMuch = user.password !== undefined || user.role === 'owner' || user.role === 'administrator' || user.role === 'auditor';
  if (grantsMuch && !by.mayGrant) throw new Refusal('permission/confirmation-required');
  if (user.role === 'owner' && by.role !== 'owner') throw new Refusal('role/above-own');
  return by;
}
