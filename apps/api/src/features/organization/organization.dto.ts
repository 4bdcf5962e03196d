import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { type Settings, ttlDaysMax } from '#domain/organization.settings';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { flag, integer, type MembersOf } from '../../edge/http/schema.js';

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

/** Every setting, as an answer shows it. */
export const settingsMembers = {
  personalAccessTokensEnabled: flag(true),
  legacyTokensEnabled: flag(false),
  personalAccessTokenTtlDays: integer(365),
  serviceAccountAllowance: integer(1),
  apiCredentialsMayIssue: flag(false),
  apiKeysMayIssue: flag(true),
} satisfies MembersOf<Settings>;
