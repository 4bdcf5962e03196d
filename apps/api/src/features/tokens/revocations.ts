import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Caller } from '../../edge/authentication/caller.js';
import { OwnedTokens } from './owned-tokens.js';
import { refuseErased } from './refuse-erased.js';
import { revokedBy } from './revoked-by.js';
import type { RevokeTokenRequest } from './tokens.dto.js';

/** Ends tokens for ever, and says by whom and why. */
@Injectable()
export class Revocations {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
    private readonly owned: OwnedTokens,
  ) {}

  /** A token that is revoked already stays as it is. @throws Refusal user/erased when there is a note on somebody who was erased */
  async revoke(row: TokenRow, caller: Caller, { cause, ...typed }: RevokeTokenRequest): Promise<void> {
    const by = revokedBy(caller.origin.actor, row.ownerId);
    const told = await this.personalData.sealAll(textsOf(row), typed).catch(refuseErased);
    const command: Token.Command = { type: 'RevokeToken', reason: 'revoked', by, cause, ...told };
    const { state } = await this.ledger.on(Token.stream(row.id)).handle(command, caller.origin);
    await this.owned.deleteValue(state);
  }
}
