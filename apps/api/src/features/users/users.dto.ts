import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { TableRequest } from '../../edge/http/page-request.js';
import { IsTime } from '../../edge/http/time.js';
import { passwordLengthMax } from '../sessions/sessions.dto.js';

export class RegisterUserRequest {
  @IsString()
  @MaxLength(254)
  readonly email!: string;

  @IsIn([...roles])
  readonly role!: Role;

  @MayBeAbsent()
  @IsName()
  readonly firstName?: string;

  @MayBeAbsent()
  @IsName()
  readonly lastName?: string;

  @MayBeAbsent()
  @IsString()
  @Length(1, passwordLengthMax)
  readonly password?: string;
}

export class ChangeRoleRequest {
  @IsIn([...roles])
  readonly role!: Role;
}

export class ChangePasswordRequest {
  @IsString()
  @Length(1, passwordLengthMax)
  readonly currentPassword!: string;

  @IsString()
  @Length(1, passwordLengthMax)
  readonly newPassword!: string;
}

export class RedeemPasswordResetRequest {
  @IsString()
  @Length(1, 200)
  readonly secret!: string;

  @IsString()
  @Length(1, passwordLengthMax)
  readonly newPassword!: string;
}

const sorts = ['id', 'createdAt', 'lastSeenAt'].flatMap((member) => [member, `-${member}`]);

/** Who is listed, and in which order. Filters narrow each other down. */
export class ListUsersRequest extends TableRequest {
  /** `nextCursor` of the page before: an id or, in another order than theirs, a value and an id. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  readonly cursor?: string;

  /** People, where nothing is said; `all` shows people and service accounts together. */
  @MayBeAbsent()
  @IsIn(['user', 'service-account', 'all'])
  readonly kind?: 'user' | 'service-account' | 'all';

  @MayBeAbsent()
  @IsIn([...roles])
  readonly role?: Role;

  @MayBeAbsent()
  @IsIn(['active', 'disabled', 'erased'])
  readonly state?: 'active' | 'disabled' | 'erased';

  /** Seen, but not since this time. */
  @MayBeAbsent()
  @IsTime()
  readonly lastSeenBefore?: string;

  /** Part of the name or of the address, in any case. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  readonly q?: string;

  /** In descending order with a minus before it; those whom nobody has seen come first. */
  @MayBeAbsent()
  @IsIn(sorts)
  readonly sort: string = 'id';
}
