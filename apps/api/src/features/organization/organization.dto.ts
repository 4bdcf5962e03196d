import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { ttlDaysMax } from '#domain/organization.settings';
import { MayBeAbsent } from '../../edge/http/optional.js';

export class UpdateOrganizationRequest {
  @MayBeAbsent()
  @IsBoolean()
  readonly personalAccessTokensEnabled?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  readonly legacyTokensEnabled?: boolean;

  /** For tokens created from now on. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(ttlDaysMax)
  readonly personalAccessTokenTtlDays?: number;

  /** Owners only. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly serviceAccountAllowance?: number;

  /** Owners only. */
  @MayBeAbsent()
  @IsBoolean()
  readonly apiCredentialsMayIssue?: boolean;

  /** Owners only. Whether API keys may make API keys. */
  @MayBeAbsent()
  @IsBoolean()
  readonly apiKeysMayIssue?: boolean;
}
