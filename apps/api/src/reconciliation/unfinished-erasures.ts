import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { Vault } from '#credentials/vault';
import * as Organization from '#domain/organization';
import { byTheHouse } from '#domain/organization.owners';
import * as User from '#domain/user';
import { EventStore } from '#event-store/event-store';
import { Ledger, type Origin } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import { ErasedRegister } from '../backup/erased-register.js';
import { newId } from '../ids.js';
import { forgetPerson } from '../users/forget-person.js';

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

  /** Forgets them whole. Every step may be repeated, and the key is destroyed last: without one there is nothing left to do. */
  async finish(): Promise<void> {
    const registered = new Set(this.register.userIds());
    for (const { id, status, homeOrganizationId } of this.validity.principals.users.values()) {
      if (status !== 'erased') continue;
      if (!registered.has(id)) this.register.add(id);
      const origin = systemOrigin(homeOrganizationId);
      await this.#removeOwnership(id, origin);
      if ((await this.vault.dataKey(User.subjectOf(id))) !== 'erased') await forgetPerson(this, id, origin);
    }
  }

  /** Unless no other owner is left: then they stay one in name. */
  async #removeOwnership(userId: string, origin: Origin): Promise<void> {
    const organizationId = origin.organizationId ?? '';
    const owners = Object.entries(this.validity.principals.organizations.get(organizationId)?.owners ?? {});
    const isOwner = owners.some(([id]) => id === userId);
    if (!isOwner || !owners.some(([id, status]) => id !== userId && status === 'active')) return;
    const command = { type: 'RemoveOwner', userId, ...byTheHouse } as const;
    await this.ledger.handle(Organization.decider, Organization.streamOf(organizationId), command, origin);
  }
}

function systemOrigin(organizationId: string): Origin {
  const actor = { kind: 'system', id: 'reconciler' } as const;
  return { actor, organizationId, correlationId: newId(), causationId: null, requestId: null, position: null };
}
