import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, IsIn, IsString, IsUUID, Length } from 'class-validator';
import { eventTypes } from '#domain/events';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { TableRequest } from '../../edge/http/page-request.js';
import { IsAfter, IsTime } from '../../edge/http/time.js';

export class ListActivityRequest extends TableRequest {
  /** `nextCursor` of the page before. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  readonly cursor?: string;

  /** Only what the caller did, and what was done to the caller; those who do not oversee the organization get no more in any case. */
  @MayBeAbsent()
  @IsIn(['own'])
  readonly scope?: 'own';

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

  /** Id of the token or verifier that it was done with. */
  @MayBeAbsent()
  @IsUUID()
  readonly credential?: string;

  /** Types of events, as in the event reference: those of any of them, where the member is repeated. */
  @MayBeAbsent()
  @Transform(({ value }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayUnique()
  @IsIn(Object.keys(eventTypes), { each: true, message: 'type must be the type of an event, as in the event reference' })
  readonly type?: readonly string[];

  /** Id of the request that it was done by, as each answer that refuses has it. */
  @MayBeAbsent()
  @IsUUID()
  readonly requestId?: string;

  /** Part of a name or an address, in any case, of anybody or anything that the entry names and the caller sees in lists. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  readonly q?: string;

  /** Not before this time. */
  @MayBeAbsent()
  @IsTime()
  readonly from?: string;

  /** Before this time. */
  @MayBeAbsent()
  @IsTime()
  @IsAfter('from')
  readonly to?: string;

  /** Whether to add the names and addresses that the caller sees in lists anyway. */
  @MayBeAbsent()
  @IsIn(['names'])
  readonly expand?: 'names';

  /** Whether this begins an export, which is recorded. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly export?: string;
}

export class DescribeActivityRequest {
  /** Whether to add the names and addresses that the caller sees in lists anyway. */
  @MayBeAbsent()
  @IsIn(['names'])
  readonly expand?: 'names';
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

  /** Whether a line is to stand where events of others lie between two of the organization. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly gaps?: string;

  /** Whether to add the personal data that the caller may read. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly opened?: string;
}
