import { IsBooleanString, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageRequest } from '../http/page.js';

export class ListActivityRequest extends PageRequest {
  /** Id of who did it. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly actor?: string;

  /** Id of whom or what it was done to. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly subject?: string;

  /** Type of event, as in the event reference. */
  @IsOptional()
  @Matches(/^[A-Za-z]{1,64}$/)
  readonly type?: string;

  /** Not before this time. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  readonly from?: string;

  /** Before this time. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  readonly to?: string;
}

export class ReplayActivityRequest {
  /** A `Keyledger-Position`: only what came after it. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  readonly after?: string;

  /** Whether to stay and send what happens from now on. */
  @IsOptional()
  @IsBooleanString()
  readonly follow?: string;

  /** Whether to add the personal data that the caller may read. */
  @IsOptional()
  @IsBooleanString()
  readonly opened?: string;
}
