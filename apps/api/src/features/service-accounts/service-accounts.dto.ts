import { ArrayMaxSize, IsArray, IsIn, IsString, Length, Matches } from 'class-validator';
import { type Role, roles } from '#domain/role';
import type { Scope } from '#domain/service-account';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { TableRequest } from '../../edge/http/page-request.js';
import { list, type MembersOf, text } from '../../edge/http/schema.js';
import { IsTime } from '../../edge/http/time.js';
import type { TokenView } from '../tokens/token-view.js';
import { IsOfUsed, tokenStates } from '../tokens/tokens.dto.js';

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

const sorts = ['id', 'createdAt', 'lastUsedAt'].flatMap((member) => [member, `-${member}`]);

/** Which service accounts are listed, and in which order. Filters narrow each other down. */
export class ListServiceAccountsRequest extends TableRequest {
  /** `nextCursor` of the page before: an id or, in another order than theirs, a value and an id. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  readonly cursor?: string;

  @MayBeAbsent()
  @IsIn([...roles])
  readonly role?: Role;

  /** State of the account's token. */
  @MayBeAbsent()
  @IsIn(tokenStates)
  readonly state?: TokenView['state'];

  /** Used, but not since this time. */
  @MayBeAbsent()
  @IsTime()
  @IsOfUsed()
  readonly lastUsedBefore?: string;

  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly neverUsed?: string;

  /** Part of the name, in any case. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  readonly q?: string;

  /** In descending order with a minus before it; those never used come first. */
  @MayBeAbsent()
  @IsIn(sorts)
  readonly sort: string = 'id';
}

/** The scope, as an answer shows it. */
export const scopeMembers = {
  workspaceIds: list(text('w1')),
  projectIds: list(text('p1')),
} satisfies MembersOf<Scope>;
