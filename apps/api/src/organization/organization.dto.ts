import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ttlDaysMax } from '#domain/organization.rules';

export class UpdateOrganizationRequest {
  @IsOptional()
  @IsBoolean()
  readonly personalAccessTokensEnabled?: boolean;

  @IsOptional()
  @IsBoolean()
  readonly legacyTokensEnabled?: boolean;

  /** For tokens created from now on. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(ttlDaysMax)
  readonly personalAccessTokenTtlDays?: number;

  /** Owners only. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly serviceAccountAllowance?: number;

  /** Owners only. */
  @IsOptional()
  @IsBoolean()
  readonly apiCredentialsMayIssue?: boolean;
}
