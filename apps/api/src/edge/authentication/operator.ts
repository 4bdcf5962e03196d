import { byTheHouse } from '#domain/organization.owners';
import { Refusal } from '#domain/refusal';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller, Origin, Standing } from './caller.js';

/** What belongs to the installation and not to an organization is for the owners of the organization that came first. */
export function requireOperator({ organizationId }: Caller, { principals }: TokenValidity): void {
  if (principals.organizations.get(organizationId)?.number !== 1) throw new Refusal('permission/denied');
}

/** The operator of the host acts with an owner's right in any organization; nobody can take that away. */
export function operatorIn(organizationId: string, origin: Origin): Standing {
  const operator: Standing = { organizationId, role: 'owner', mayGrant: true, by: byTheHouse, origin, judgeAgain: () => operator };
  return operator;
}
