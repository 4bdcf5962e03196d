import { IsIn, IsISO8601, IsString, IsUUID, Length, Matches } from 'class-validator';
import { MayBeAbsent } from '../http/optional.js';
import { PageRequest } from '../http/page.js';

export class IssueTokenRequest {
  @IsIn(['personal', 'legacy'])
  readonly kind!: 'personal' | 'legacy';

  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{C}\p{Zl}\p{Zp}]+$/u)
  readonly name?: string;

  /** ISO-8601; at most the organization's time-to-live from now, which is also the default. */
  @MayBeAbsent()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(10, 40)
  readonly expiresAt?: string;
}

export class ListTokensRequest extends PageRequest {
  /** Another person's tokens; for auditors, administrators and owners. */
  @MayBeAbsent()
  @IsUUID()
  readonly ownerId?: string;
}
