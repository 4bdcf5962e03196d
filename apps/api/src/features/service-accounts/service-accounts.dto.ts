import { ArrayMaxSize, IsArray, IsIn, IsString, Matches } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';

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
  @IsName()
  readonly name!: string;

  @IsIn([...roles])
  readonly role!: Role;
}
