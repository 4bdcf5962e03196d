import { IsIn, IsString, Length, Matches } from 'class-validator';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { PageRequest } from '../../edge/http/page-request.js';
import { IsTime } from '../../edge/http/time.js';

export class ListActivityRequest extends PageRequest {
  /** Id of who did it. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 64)
  readonly actor?: string;

  /** Id of whom or what it was done to. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 64)
  readonly subject?: string;

  /** Type of event, as in the event reference. */
  @MayBeAbsent()
  @Matches(/^[A-Za-z]{1,64}$/)
  readonly type?: string;

  /** Not before this time. */
  @MayBeAbsent()
  @IsTime()
  readonly from?: string;

  /** Before this time. */
  @MayBeAbsent()
  @IsTime()
  readonly to?: string;

  /** Whether this begins an export, which is recorded. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly export?: string;
}

export class ReplayActivityRequest {
  /** A `Keyledger-Position`: only events after it. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 64)
  readonly after?: string;

  /** Whether the answer stays open and sends what happens from now on. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly follow?: string;

  /** Whether to add the personal data that the caller may read. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly opened?: string;
}
