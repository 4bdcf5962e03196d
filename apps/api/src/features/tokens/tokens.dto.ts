import { IsIn, IsUUID, Length, ValidateBy, type ValidationArguments } from 'class-validator';
import { statedCauses } from '#domain/token.revocation';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { PageRequest } from '../../edge/http/page-request.js';
import { IsTime } from '../../edge/http/time.js';

/** A legacy token has neither name nor end, and a request for one must not be ignored silently. */
const OfPersonalTokens = () =>
  ValidateBy({
    name: 'ofPersonalTokens',
    validator: {
      validate: (_value, context?: ValidationArguments) => (context?.object as IssueTokenRequest | undefined)?.kind === 'personal',
      defaultMessage: () => '$property is for personal access tokens only',
    },
  });

export class IssueTokenRequest {
  @IsIn(['personal', 'legacy'])
  readonly kind!: 'personal' | 'legacy';

  @MayBeAbsent()
  @IsName()
  @OfPersonalTokens()
  readonly name?: string;

  /** A day, or a time with its offset; at most the organization's time-to-live from now, which is also the default. */
  @MayBeAbsent()
  @IsTime()
  @OfPersonalTokens()
  @Length(10, 40)
  readonly expiresAt?: string;
}

export class ListTokensRequest extends PageRequest {
  /** Another person's tokens; for auditors, administrators and owners. */
  @MayBeAbsent()
  @IsUUID()
  readonly ownerId?: string;
}

/** In the query, because some proxies drop the body of a DELETE. */
export class RevokeTokenRequest {
  @MayBeAbsent()
  @IsIn(statedCauses)
  readonly cause?: (typeof statedCauses)[number];

  /** Kept sealed, and readable for those who export the activity. */
  @MayBeAbsent()
  @IsName()
  readonly note?: string;
}
