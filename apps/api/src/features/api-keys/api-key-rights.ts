import { Injectable } from '@nestjs/common';
import { EmailDigests } from '#credentials/email-digests';
import * as Email from '#domain/email';
import { Refusal } from '#domain/refusal';
import { isAtLeast, mayActOn, type Role } from '#domain/role';
import { requireMayMakeKey } from '#domain/token.api-key';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { organizationUser, requireEnabled } from '../users/organization-user.js';

/** Who may make API keys, and for whom. */
@Injectable()
export class ApiKeyRights {
  constructor(
    private readonly ledger: Ledger,
    private readonly emails: EmailDigests,
    private readonly validity: TokenValidity,
  ) {}

  /**
   * The person of the caller's organization who has the address; the caller without one.
   *
   * @throws Refusal permission/denied where somebody else is named and the caller is no administrator; user/not-found
   */
  async ownerOf(caller: Caller, email: string | undefined): Promise<string> {
    if (email === undefined) return caller.id;
    const normalized = this.emails.normalize(email);
    const { state } = normalized === null ? { state: null } : await this.ledger.on(Email.stream(this.emails.digest(normalized))).load();
    const userId = state?.userId ?? null;
    if (userId === caller.id) return caller.id;
    // Only an administrator hears whether anybody has an address.
    if (!isAtLeast(caller.role, 'administrator')) throw new Refusal('permission/denied');
    if (userId === null) throw new Refusal('user/not-found');
    organizationUser(userId, caller.organizationId, this.validity);
    return userId;
  }

  /**
   * A key gives rights, so it takes a recently authenticated session, or an API key where the owners let those make others. It is asked
   * again in the turn of the decision, since rights may have changed while a name was sealed.
   *
   * @throws Refusal permission/*, api-key/*, role/above-own, user/disabled or user/erased
   */
  requireMayMake(caller: Caller, ownerId: string, role: Role): void {
    this.#requireMayIssue(caller);
    const { role: ownersRole } = organizationUser(ownerId, caller.organizationId, this.validity);
    const isOwn = ownerId === caller.id;
    if (!isOwn && !isAtLeast(caller.role, 'administrator')) throw new Refusal('permission/denied');
    if (!isOwn && !mayActOn(caller.role, ownersRole)) throw new Refusal('role/above-own');
    requireMayMakeKey(role, { ownersRole, byRole: caller.role });
    requireEnabled(ownerId, this.validity);
  }

  #requireMayIssue({ kind, token, mayGrant, organizationId }: Caller): void {
    if (kind !== 'user') throw new Refusal('permission/denied');
    if (mayGrant) return;
    if (token.kind !== 'api-key') throw new Refusal('permission/confirmation-required');
    const settings = this.validity.principals.organizations.get(organizationId)?.settings;
    if (!settings?.apiKeysMayIssue) throw new Refusal('api-key/not-issued-by-keys');
  }
}
