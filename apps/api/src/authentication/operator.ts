import { Refusal } from '#domain/refusal';
import type { TokenValidity } from '#projections/token-validity';
import type { Caller } from './caller.js';

/** What is the installation's and not an organization's is for the owners of the organization that came first. */
export function requireOperator({ organizationId }: Caller, { principals }: TokenValidity): void {
  if (principals.organizations.get(organizationId)?.number !== 1) throw new Refusal('permission/denied');
}
