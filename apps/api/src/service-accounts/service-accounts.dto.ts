import { ArrayMaxSize, IsArray, IsIn, IsString, Length, Matches } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { MayBeAbsent } from '../http/optional.js';

const assignmentsMax = 1000;
const externalId = /^[A-Za-z0-9_.:-]{1,64}$/;

class ScopeRequest {
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(assignmentsMax)
  @IsString({ each: true })
  @Matches(externalId, { each: true })
  readonly workspaceIds?: string[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(assignmentsMax)
  @IsString({ each: true })
  @Matches(externalId, { each: true })
  readonly projectIds?: string[];
}

export class ChangeServiceAccountRequest extends ScopeRequest {
  @MayBeAbsent()
  @IsIn([...roles])
  readonly role?: Role;
}

export class CreateServiceAccountRequest extends ScopeRequest {
  /** Fixed once and for all. */
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}][^\p{C}\p{Zl}\p{Zp}]*$/u)
  readonly name!: string;

  @IsIn([...roles])
  readonly role!: Role;
}
