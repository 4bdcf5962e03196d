import { Injectable } from '@nestjs/common';
import { SecretVault } from '#credentials/secret-vault';
import { memberOf } from '#domain/member-of';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { byTheHouse } from '#domain/organization.owners';
import { Refusal } from '#domain/refusal';
import * as User from '#domain/user';
import type { Actor } from '#event-store/envelope';
import { Ledger } from '#event-store/ledger';
import { aside, type Origin } from '#event-store/origin';

const actor: Actor = { kind: 'system', id: 'owner-sign-ins' };

/**
 * Tells the organization's stream which of its owners could sign in, because that decides whether another owner may be lost. What makes a
 * person able to sign in happens on other streams, so it is looked up right before such a decision, and recorded where it is not known yet.
 * An able owner stays able while the ownership is active: disabling suspends the ownership first, and only disabled people are erased.
 */
@Injectable()
export class OwnerSignIns {
  constructor(
    private readonly ledger: Ledger,
    private readonly secrets: SecretVault,
  ) {}

  async record(organizationId: string, origin: Origin): Promise<void> {
    const stream = Organization.stream(organizationId);
    const { state } = await this.ledger.on(stream).load();
    if (state.status === 'absent') return;
    for (const userId of Object.keys(state.owners)) {
      const canSignIn = await this.canSignIn(userId, organizationId);
      if (memberOf(state.signIns, userId) === canSignIn) continue;
      await this.ledger.on(stream).handle({ type: 'NoteOwnerSignIn', userId, canSignIn }, aside(origin, { actor }));
    }
  }

  /** Whether the person is enabled here and has a password whose hash is still in the vault. */
  async canSignIn(userId: string, organizationId: string): Promise<boolean> {
    const membership = await this.ledger.on(Membership.stream(organizationId, userId)).load();
    if (membership.state.status !== 'active') return false;
    for (let checked: string | null = null; ; ) {
      const { state } = await this.ledger.on(User.stream(userId)).load();
      if (state.status !== 'enabled' || state.passwordId === null || state.passwordId === checked) return false;
      checked = state.passwordId;
      // If a change of password deletes the row in between, the row is looked for under its new name.
      if ((await this.secrets.reveal(checked, 'password-hash')) !== null) return true;
    }
  }
}

/** The ownership of an erased person ends, or stays in name where nobody else could sign in: the person was disabled before. */
export async function removeErasedOwner(
  signIns: OwnerSignIns,
  ledger: Ledger,
  { userId, organizationId }: { readonly userId: string; readonly organizationId: string },
  origin: Origin,
): Promise<void> {
  await signIns.record(organizationId, origin);
  await ledger
    .on(Organization.stream(organizationId))
    .handle({ type: 'RemoveOwner', userId, ...byTheHouse }, origin)
    .catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
}
