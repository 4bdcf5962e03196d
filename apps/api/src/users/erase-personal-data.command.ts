import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import * as Email from '#domain/email';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import { Ledger } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { ErasedRegister } from '../backup/erased-register.js';
import { legacyTokenId } from '../ids.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';
import { actOnUser } from './organization-user.js';

/** Makes everything personal about a disabled user unreadable, for ever and everywhere. Ids, roles, times and counts stay. */
export class ErasePersonalData extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(ErasePersonalData)
export class ErasePersonalDataHandler implements ICommandHandler<ErasePersonalData> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
    private readonly secrets: SecretVault,
    private readonly register: ErasedRegister,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, userId }: ErasePersonalData): Promise<void> {
    if (userId === caller.id) throw new Refusal('user/self');
    const { user } = actOnUser(userId, caller, this.validity);
    const { organizationId, role, origin } = caller;
    const organization = Organization.streamOf(organizationId);
    const stream = User.streamOf(userId);
    const { before } = await this.ledger.handle(User.decider, stream, { type: 'ErasePersonalData' }, origin);
    await this.ledger.handle(Organization.decider, organization, { type: 'RemoveOwner', userId, byRole: role }, origin);
    // What follows is repeated by a repeated wish, so a crash in between is mended by asking again.
    this.register.add(userId);
    await this.personalData.erase(User.subjectOf(userId));
    if (before.status !== 'absent' && before.passwordId !== null) await this.secrets.destroy(before.passwordId);
    await this.#forgetLegacyTokens(userId);
    await this.ledger.handle(Email.decider, Email.streamOf(user.emailDigest), { type: 'ReleaseEmail', userId }, origin);
  }

  /** The only tokens whose values can be read again: one in each organization at most. */
  async #forgetLegacyTokens(userId: string): Promise<void> {
    const ids = [...this.validity.principals.organizations.keys()].map((organizationId) => legacyTokenId(organizationId, userId));
    for (const id of ids.filter((each) => this.validity.tokens.byId(each))) {
      await this.owned.forgetValue((await this.ledger.load(Token.decider, Token.streamOf(id))).state);
    }
  }
}
