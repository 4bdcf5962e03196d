import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsName } from '../../edge/http/name.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { PageRequest } from '../../edge/http/page-request.js';

export const requestStates = ['open', 'granted', 'declined'] as const;

export class CreateAllowanceRequest {
  /** What the additional service accounts are for; kept sealed. */
  @IsName()
  readonly reason!: string;
}

export class GrantAllowanceRequest {
  /** How many service accounts may exist from now on; more than before. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly allowance!: number;
}

export class DeclineAllowanceRequest {
  /** What to tell the one who asked; kept sealed. */
  @MayBeAbsent()
  @IsName()
  readonly note?: string;
}

export class ListAllowanceRequestsRequest extends PageRequest {
  @MayBeAbsent()
  @IsIn(requestStates)
  readonly state?: (typeof requestStates)[number];
}
