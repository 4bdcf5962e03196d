import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { Vault } from '#credentials/vault';
import { memberOf } from '#domain/member-of';
import * as User from '#domain/user';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { reconcilerOrigin } from '../../edge/reconciler-origin.js';
import { erasePerson } from './erase-person.js';
import { ErasedRegister } from './erased-register.js';
import { OwnerSignIns, removeErasedOwner } from './owner-sign-ins.js';

/** People whom the log says to be erased, and of whom something is still kept. */
@Injectable()
export class UnfinishedErasures {
  constructor(
    readonly store: EventStore,
    readonly ledger: Ledger,
    readonly validity: TokenValidity,
    readonly personalData: PersonalData,
    readonly secrets: SecretVault,
    private readonly vault: Vault,
    private readonly register: ErasedRegister,
  ) {}

  /**
   * Erases these people completely. Every step may be repeated, and the key is destroyed last: without a key there is nothing left to do.
   */
  async finish(): Promise<void> {
    const registered = new Set(this.register.userIds());
    for (const { id, status, homeOrganizationId } of this.validity.principals.users.values()) {
      if (status !== 'erased') continue;
      if (!registered.has(id)) this.register.add(id);
      const origin = reconcilerOrigin(homeOrganizationId);
      await this.#removeOwnership(id, origin);
      if ((await this.vault.dataKey(User.subjectOf(id))) !== 'erased') await erasePerson(this, id, origin);
    }
  }

  async #removeOwnership(userId: string, origin: Origin): Promise<void> {
    const organizationId = origin.organizationId ?? '';
    const owners = this.validity.principals.organizations.get(organizationId)?.owners ?? {};
    if (memberOf(owners, userId) === undefined) return;
    await removeErasedOwner(new OwnerSignIns(this.ledger, this.secrets), this.ledger, { userId, organizationId }, origin);
  }
}
