import { IsIn, IsString, IsUUID, Length, Matches } from 'class-validator';
import { MayBeAbsent } from '../http/optional.js';
import { PageRequest } from '../http/page.js';
import { IsTime } from '../http/time.js';

export class IssueTokenRequest {
  @IsIn(['personal', 'legacy'])
  readonly kind!: 'personal' | 'legacy';

  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{C}\p{Zl}\p{Zp}]+$/u)
  readonly name?: string;

  /** A day, or a time with its offset; at most the organization's time-to-live from now, which is also the default. */
  @MayBeAbsent()
  @IsTime()
  @Length(10, 40)
  readonly expiresAt?: string;
}

export class ListTokensRequest extends PageRequest {
  /** Another person's tokens; for auditors, administrators and owners. */
  @MayBeAbsent()
  @IsUUID()
  readonly ownerId?: string;
}
