import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';

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
  @Length(1, 1024)
  readonly password?: string;
}

export class ChangeRoleRequest {
  @IsIn([...roles])
  readonly role!: Role;
}

export class ChangePasswordRequest {
  @IsString()
  @Length(1, 1024)
  readonly currentPassword!: string;

  @IsString()
  @Length(1, 1024)
  readonly newPassword!: string;
}

export class RedeemPasswordResetRequest {
  @IsString()
  @Length(1, 200)
  readonly secret!: string;

  @IsString()
  @Length(1, 1024)
  readonly newPassword!: string;
}
