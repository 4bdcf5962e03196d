import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { opaqueKindOf } from '#credentials/opaque-credential';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { isLive, type Scheme, standingOf } from '#domain/verdict';
import { Clock } from '#event-store/clock';
import type { Actor } from '#event-store/envelope';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import type { TokenRow } from '#projections/token-validity/token-row';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { OwnedTokens } from '../../features/tokens/owned-tokens.js';

/** Revokes the token whose whole valid credential is presented: its holder may end it (RFC 7009). */
export class RevokeByPossession extends Command<void> {
  constructor(
    readonly credential: string,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(RevokeByPossession)
export class RevokeByPossessionHandler implements ICommandHandler<RevokeByPossession> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly credentialJudge: CredentialJudge,
    private readonly owned: OwnedTokens,
  ) {}

  /**
   * A text that is no valid credential is already as good as revoked, and is answered alike. A suspended credential would revive with its
   * owner, its membership or its type, so it is revoked, too.
   */
  async execute({ credential, origin }: RevokeByPossession): Promise<void> {
    const { token, as, verdict, generation } = await this.credentialJudge.judgePossession(credential, schemeOf(credential));
    // A good access token is refused here only because of its place.
    if (as === 'access' && standingOf(verdict) === 'active') throw new Refusal('token/not-revocable');
    if (!token || as === 'access' || as === 'password-reset' || !isLive(verdict)) return;
    const actor: Actor = { kind: token.ownerKind, id: token.ownerId, credentialId: token.id };
    const own: Origin = { ...origin, actor, organizationId: token.organizationId };
    const command = commandOn(token, generation ?? token.generation, this.clock.nowText());
    const { state } = await this.ledger.on(Token.stream(token.id)).handle(command, own);
    await this.owned.deleteValue(state);
  }
}

/** The holder of an older generation ends that one alone: the newest is not theirs to end. */
function commandOn({ kind, generation: newest }: TokenRow, generation: number, at: string): Token.Command {
  if (generation !== newest) return { type: 'EndPreviousGeneration', generation, at, reason: 'revoked', by: 'possession' };
  return { type: 'RevokeToken', reason: kind === 'session' ? 'signed-out' : 'revoked', by: 'possession' };
}

/** How a credential of this form is presented when it is used. */
function schemeOf(credential: string): Scheme {
  switch (opaqueKindOf(credential)) {
    case 'service-account':
      return 'bearer';
    case 'session':
      return 'cookie';
    default:
      return 'body';
  }
}
