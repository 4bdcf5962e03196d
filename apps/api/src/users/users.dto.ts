import { IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { MayBeAbsent } from '../http/optional.js';

/** What a person may type as a name: anything that shows, on one line. */
const printable = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

export class RegisterUserRequest {
  @IsString()
  @MaxLength(254)
  readonly email!: string;

  @IsIn([...roles])
  readonly role!: Role;

  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(printable)
  readonly firstName?: string;

  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(printable)
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
