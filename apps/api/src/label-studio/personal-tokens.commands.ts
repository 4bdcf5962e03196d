import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import type { TokenRow } from '#projections/token-rows';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { TokenTermsOf } from '../tokens/token-terms.js';
import { stateOf } from '../tokens/token-view.js';
import {
  type IssuedToken,
  IssueToken,
  IssueTokenHandler,
  RevokeToken,
  RevokeTokenHandler,
  RotateToken,
  RotateTokenHandler,
} from '../tokens/tokens.commands.js';
import { LabelStudioFailure } from './envelope.js';
import { listedPersonalTokens } from './personal-tokens.queries.js';

/** Label Studio gives a person one personal access token at a time. */
export class IssueOnlyToken extends Command<IssuedToken> {
  constructor(readonly caller: Caller) {
    super();
  }
}

/** The limit spares people confusion and protects nothing, so it is read from the index; a race may exceed it, harmlessly. */
@CommandHandler(IssueOnlyToken)
export class IssueOnlyTokenHandler implements ICommandHandler<IssueOnlyToken> {
  constructor(
    private readonly issueToken: IssueTokenHandler,
    private readonly terms: TokenTermsOf,
    private readonly validity: TokenValidity,
    private readonly verifier: CredentialVerifier,
  ) {}

  async execute({ caller }: IssueOnlyToken): Promise<IssuedToken> {
    if (!this.terms.personal(caller.organizationId).typeEnabled) throw new Refusal('token/type-disabled');
    if (listedPersonalTokens(caller, this.validity, this.verifier).length > 0) throw new Refusal('token/already-valid');
    return this.issueToken.execute(new IssueToken(caller, {}));
  }
}

/** Revokes a personal token of the caller, shown whole or as Label Studio lists it (`header.payload`). */
export class BlacklistToken extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly presented: string,
  ) {
    super();
  }
}

@CommandHandler(BlacklistToken)
export class BlacklistTokenHandler implements ICommandHandler<BlacklistToken> {
  constructor(
    private readonly revokeToken: RevokeTokenHandler,
    private readonly validity: TokenValidity,
    private readonly verifier: CredentialVerifier,
  ) {}

  async execute({ caller, presented }: BlacklistToken): Promise<void> {
    const row = this.#newestGenerationOf(presented);
    const isLive = row && ['active', 'suspended'].includes(stateOf(this.verifier.judgeRow(row)));
    if (!row || !isLive || row.ownerId !== caller.id || row.organizationId !== caller.organizationId) {
      throw new LabelStudioFailure(404, 'Token is invalid or already blacklisted.', { bare: true });
    }
    await this.revokeToken.execute(new RevokeToken(caller, row.id));
  }

  /** A rotated-away generation revokes nothing, and neither does a payload that we did not sign. */
  #newestGenerationOf(presented: string): TokenRow | undefined {
    if (presented.split('.').length === 3) {
      const { token, as, verdict } = this.verifier.judge(presented, 'body');
      const isNewest = verdict.active || verdict.reason !== 'superseded';
      return as === 'personal' && isNewest ? (token ?? undefined) : undefined;
    }
    const row = this.validity.tokens.byId(tokenIdIn(presented));
    return row?.signedInput === presented ? row : undefined;
  }
}

/** Replaces the personal token that was presented whole, by its owner. */
export class RotatePresentedToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    readonly presented: string,
  ) {
    super();
  }
}

@CommandHandler(RotatePresentedToken)
export class RotatePresentedTokenHandler implements ICommandHandler<RotatePresentedToken> {
  constructor(
    private readonly rotateToken: RotateTokenHandler,
    private readonly verifier: CredentialVerifier,
  ) {}

  async execute({ caller, presented }: RotatePresentedToken): Promise<IssuedToken> {
    const { verdict, token, as } = this.verifier.judge(presented, 'body');
    if (!verdict.active || !token || as !== 'personal' || token.ownerId !== caller.id) throw invalidRefreshToken();
    try {
      return await this.rotateToken.execute(new RotateToken(caller, token.id, token.generation));
    } catch (error) {
      throw error instanceof Refusal ? invalidRefreshToken() : error;
    }
  }
}

const invalidRefreshToken = () =>
  new LabelStudioFailure(400, 'Validation error', { validationErrors: { non_field_errors: ['Invalid refresh token'] } });

/** The token id that a listed token names; nothing is believed of it but where to look. */
function tokenIdIn(listed: string): string {
  try {
    return String(JSON.parse(Buffer.from(listed.split('.')[1] ?? '', 'base64url').toString('utf8')).tid);
  } catch {
    return '';
  }
}
