import { IsBoolean, IsInt, IsString, Max, Min, MinLength } from 'class-validator';
import { ttlDaysMax } from '#domain/organization.settings';
import { MayBeAbsent } from '../../edge/http/optional.js';

/** What the OpenAPI document says of the bodies here. `RequestFields` reads them, in the words of the original. */
export class RefreshTokenRequest {
  /** The whole personal access token, or, to blacklist it, the text by which it is listed. */
  @IsString()
  @MinLength(1)
  readonly refresh!: string;
}

export class JwtSettingsRequest {
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(ttlDaysMax)
  readonly api_token_ttl_days?: number;

  @MayBeAbsent()
  @IsBoolean()
  readonly api_tokens_enabled?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  readonly legacy_api_tokens_enabled?: boolean;
}
