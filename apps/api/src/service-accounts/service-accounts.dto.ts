import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { type Role, roles } from '#domain/role';

const assignmentsMax = 1000;
const externalId = /^[A-Za-z0-9_.:-]{1,64}$/;

export class ChangeServiceAccountRequest {
  @IsOptional()
  @IsIn([...roles])
  readonly role?: Role;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(assignmentsMax)
  @IsString({ each: true })
  @Matches(externalId, { each: true })
  readonly workspaceIds?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(assignmentsMax)
  @IsString({ each: true })
  @Matches(externalId, { each: true })
  readonly projectIds?: string[];
}

export class CreateServiceAccountRequest extends ChangeServiceAccountRequest {
  /** Fixed once and for all. */
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}][^\p{C}\p{Zl}\p{Zp}]*$/u)
  readonly name!: string;

  @IsIn([...roles])
  declare readonly role: Role;
}
