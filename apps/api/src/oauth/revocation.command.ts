import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { opaqueKindOf } from '#credentials/opaque-credential';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger, type Origin } from '#event-store/handle-command';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';

/** Revokes the token whose whole valid credential is presented: whoever holds it may end it (RFC 7009). */
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
    private readonly verifier: CredentialVerifier,
    private readonly owned: OwnedTokens,
  ) {}

  /** Anything that is no valid credential is already what was wished for, and is answered alike. */
  async execute({ credential, origin }: RevokeByPossession): Promise<void> {
    const scheme = opaqueKindOf(credential) === 'service-account' ? 'bearer' : 'body';
    const { verdict, token, as } = await this.verifier.judgePossession(credential, scheme);
    if (as === 'access' && !verdict.active && verdict.reason === 'scheme-mismatch') throw new Refusal('token/not-revocable');
    if (!verdict.active || !token || as === 'password-reset') return;
    origin.actor = { kind: token.ownerKind, id: token.ownerId, credentialId: token.id };
    origin.organizationId = token.organizationId;
    const command = { type: 'RevokeToken', reason: 'revoked' } as const;
    const { state } = await this.ledger.handle(Token.decider, Token.streamOf(token.id), command, origin);
    await this.owned.forgetValue(state);
  }
}
