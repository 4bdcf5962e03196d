import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  IsUUID,
  Length,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';
import { statedCauses } from '#domain/token.revocation';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { TableRequest } from '../../edge/http/page-request.js';
import { IsTime } from '../../edge/http/time.js';
import type { TokenView } from './token-view.js';

/** A legacy token has neither name nor end, and a request for one must not be ignored silently. */
const OfPersonalTokens = () =>
  ValidateBy({
    name: 'ofPersonalTokens',
    validator: {
      validate: (_value, context?: ValidationArguments) => (context?.object as IssueTokenRequest | undefined)?.kind === 'personal',
      defaultMessage: () => '$property is for personal access tokens only',
    },
  });

/** A token that was never used was not used before any time, either. */
export const IsOfUsed = () =>
  ValidateBy({
    name: 'isOfUsed',
    validator: {
      validate: (_value, context?: ValidationArguments) => (context?.object as ListTokensRequest | undefined)?.neverUsed !== 'true',
      defaultMessage: () => '$property finds tokens that were used, and neverUsed=true those that were not',
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

/** Kinds of tokens that lists show; sessions and reset links have lists of their own. */
export const listedKinds = ['personal', 'legacy', 'service-account', 'api-key'] as const;

/** How a token may stand. */
export const tokenStates: readonly TokenView['state'][] = ['active', 'suspended', 'expired', 'revoked'];

/** How a list may be sorted, and by which column; none has the last use. */
export const sortColumns = { id: 'id', createdAt: 'created_at', expiresAt: 'ends', lastUsedAt: null } as const;
export type SortMember = keyof typeof sortColumns;
export type TokenSort = SortMember | `-${SortMember}`;
const sorts = Object.keys(sortColumns).flatMap((member) => [member, `-${member}`]);

/** Which tokens are listed, and in which order. Filters narrow each other down. */
export class ListTokensRequest extends TableRequest {
  /** `nextCursor` of the page before, in the same order. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  readonly cursor?: string;

  /** `organization`: those of everybody; for auditors, administrators and owners. */
  @MayBeAbsent()
  @IsIn(['own', 'organization'])
  readonly scope?: 'own' | 'organization';

  /** Those of one person or service account; for auditors, administrators and owners, if it is somebody else. */
  @MayBeAbsent()
  @IsUUID()
  readonly ownerId?: string;

  @MayBeAbsent()
  @IsIn(['user', 'service-account'])
  readonly ownerKind?: 'user' | 'service-account';

  @MayBeAbsent()
  @IsIn(listedKinds)
  readonly kind?: (typeof listedKinds)[number];

  @MayBeAbsent()
  @IsIn(tokenStates)
  readonly state?: TokenView['state'];

  /** Tokens without an end never expire, and are not among these. */
  @MayBeAbsent()
  @IsTime()
  readonly expiresBefore?: string;

  /** Used, but not since this time. */
  @MayBeAbsent()
  @IsTime()
  @IsOfUsed()
  readonly lastUsedBefore?: string;

  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly neverUsed?: string;

  /** Id of the person or service account that asked for them. */
  @MayBeAbsent()
  @IsUUID()
  readonly createdBy?: string;

  /** Part of the token's name, or of its owner's name or address, in any case. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  readonly q?: string;

  /** In descending order with a minus before it; tokens without an end come last, and those never used first. */
  @MayBeAbsent()
  @IsIn(sorts)
  readonly sort: TokenSort = 'id';
}

export class IdentifyCredentialRequest {
  /** The text as it was found. */
  @IsString()
  @Length(1, 8192)
  readonly credential!: string;
}

export class RenameTokenRequest {
  @IsName()
  readonly name!: string;
}

/** Why a token is revoked; of a DELETE in the query, because some proxies drop its body. */
export class RevokeTokenRequest {
  @MayBeAbsent()
  @IsIn(statedCauses)
  readonly cause?: (typeof statedCauses)[number];

  /** Kept sealed, and readable for those who export the activity. */
  @MayBeAbsent()
  @IsName()
  readonly note?: string;
}

/** How many tokens one request revokes at most. */
export const revokedAtOnceMax = 500;

/** Many tokens are revoked for one reason. */
export class RevokeTokensRequest extends RevokeTokenRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(revokedAtOnceMax)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly ids!: readonly string[];

  /** Only says what would happen to each. */
  @MayBeAbsent()
  @IsBoolean()
  readonly dryRun?: boolean;
}
