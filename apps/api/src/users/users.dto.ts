import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { type Role, roles } from '#domain/role';

/** What a person may type as a name: anything that shows, on one line. */
const printable = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

export class RegisterUserRequest {
  @IsString()
  @MaxLength(254)
  readonly email!: string;

  @IsIn([...roles])
  readonly role!: Role;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(printable)
  readonly firstName?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(printable)
  readonly lastName?: string;

  @IsOptional()
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
