import type { DomainEvent } from '#domain/events';
import * as Organization from '#domain/organization';
import { settingsAfter } from '#domain/organization.settings';
import * as ServiceAccount from '#domain/service-account';
import type { MembershipFacts, OwnerFacts } from '#domain/verdict';
import type { Position } from '#event-store/envelope';
import { PrincipalNumbers } from './principal-numbers.js';
import type { OrganizationRow, ServiceAccountRow, UserRow } from './principals.js';

interface Happened {
  readonly organizationId: string | null;
  readonly position: Position;
  readonly occurredAt: string;
}

/** People, service accounts and organizations, as the verdict needs them. */
export class PrincipalRows {
  readonly users = new Map<string, UserRow>();
  readonly serviceAccounts = new Map<string, ServiceAccountRow>();
  readonly organizations = new Map<string, OrganizationRow>();
  readonly #userIdByEmail = new Map<string, string>();
  readonly #memberships = new Map<string, MembershipFacts>();
  readonly #numbers = new PrincipalNumbers();
  /** Where the newest restore was declared: credentials from before are void. */
  #restoredAt: Position | null = null;

  /** The user who holds the address now. */
  holderOf(emailDigest: string): UserRow | undefined {
    return this.users.get(this.#userIdByEmail.get(emailDigest) ?? '');
  }

  /** Id of the user or service account that has this number. */
  idOf(number: number): string | undefined {
    return this.#numbers.idOf(number);
  }

  ownerFacts(kind: 'user' | 'service-account', ownerId: string, organizationId: string): OwnerFacts | undefined {
    if (kind === 'service-account') {
      const account = this.serviceAccounts.get(ownerId);
      if (!account || account.status === 'leaf') return undefined;
      return { status: account.status === 'released' ? 'deleted' : 'enabled', tokensRevokedBefore: this.#restoredAt };
    }
    const user = this.users.get(ownerId);
    if (!user || user.number === null) return undefined;
    const suspended = this.organizations.get(organizationId)?.owners[ownerId] === 'suspended';
    return {
      status: suspended && user.status === 'enabled' ? 'disabled' : user.status,
      tokensRevokedBefore: later(user.tokensRevokedBefore, this.#restoredAt),
    };
  }

  membership(kind: 'user' | 'service-account', ownerId: string, organizationId: string): MembershipFacts | undefined {
    if (kind === 'service-account') {
      const account = this.serviceAccounts.get(ownerId);
      return account?.organizationId === organizationId ? { active: account.status === 'admitted', role: account.role } : undefined;
    }
    const membership = this.#memberships.get(`${organizationId} ${ownerId}`);
    const isOwner = this.organizations.get(organizationId)?.owners[ownerId] !== undefined;
    return membership && isOwner ? { ...membership, role: 'owner' } : membership;
  }

  /** `id` is what the stream's name says after its kind. */
  apply(id: string, event: DomainEvent, happened: Happened): void {
    switch (event.type) {
      case 'UserRegistered':
        this.#register(id, event);
        break;
      case 'PasswordSet':
        this.#changeUser(id, { passwordId: event.passwordId });
        break;
      case 'UserDisabled':
        this.#changeUser(id, { status: 'disabled' });
        break;
      case 'UserEnabled':
        this.#changeUser(id, { status: 'enabled' });
        break;
      case 'TokensRevokedBefore':
        this.#changeUser(id, { tokensRevokedBefore: happened.position });
        break;
      case 'PersonalDataErased':
        this.#changeUser(id, { status: 'erased', passwordId: null });
        break;
      case 'EmailClaimed':
        this.#userIdByEmail.set(id, event.userId);
        this.#changeUser(event.userId, { number: this.#numbers.assign(event.userId, event.number) });
        break;
      case 'RestoreDeclared':
        this.#restoredAt = happened.position;
        break;
      case 'EmailReleased':
        this.#userIdByEmail.delete(id);
        break;
      case 'MemberJoined':
      case 'MemberRoleChanged':
        this.#changeMembership(happened, event.userId, { role: event.role, ...(event.type === 'MemberJoined' && { active: true }) });
        break;
      case 'MemberDeactivated':
      case 'MemberReactivated':
        this.#changeMembership(happened, event.userId, { active: event.type === 'MemberReactivated' });
        break;
      default:
        this.#applyToAccounts(id, event, happened);
    }
  }

  #applyToAccounts(id: string, event: DomainEvent, { occurredAt }: Happened): void {
    switch (event.type) {
      case 'ServiceAccountCreated':
        this.serviceAccounts.set(id, { ...event, id, status: 'leaf', number: null });
        break;
      case 'ServiceAccountRoleChanged':
        this.#changeServiceAccount(id, { role: event.role });
        break;
      case 'ServiceAccountAssigned':
        this.#changeServiceAccount(id, (row) => ServiceAccount.assigned(row, event));
        break;
      case 'ServiceAccountUnassigned':
        this.#changeServiceAccount(id, (row) => ServiceAccount.unassigned(row, event));
        break;
      case 'OrganizationCreated': {
        const { name, settings, firstOwnerId } = event;
        const number = this.organizations.size + 1;
        this.organizations.set(id, { id, number, name, settings, createdAt: occurredAt, owners: { [firstOwnerId]: 'active' } });
        break;
      }
      default:
        this.#applyToOrganization(id, event as Organization.Event);
    }
  }

  #applyToOrganization(id: string, event: Organization.Event): void {
    const row = this.organizations.get(id);
    if (!row) return;
    this.organizations.set(id, {
      ...row,
      settings: settingsAfter(row.settings, event),
      owners: Organization.ownersAfter(row.owners, event),
    });
    if (event.type === 'ServiceAccountAdmitted') {
      const number = this.#numbers.assign(event.serviceAccountId, event.number);
      this.#changeServiceAccount(event.serviceAccountId, { status: 'admitted', number });
    }
    if (event.type === 'ServiceAccountReleased') this.#changeServiceAccount(event.serviceAccountId, { status: 'released' });
  }

  #register(id: string, { homeOrganizationId, emailDigest }: Extract<DomainEvent, { type: 'UserRegistered' }>): void {
    this.users.set(id, {
      id,
      homeOrganizationId,
      emailDigest,
      passwordId: null,
      status: 'enabled',
      tokensRevokedBefore: null,
      number: null,
    });
  }

  #changeUser(id: string, changes: Partial<UserRow>): void {
    const row = this.users.get(id);
    if (row) this.users.set(id, { ...row, ...changes });
  }

  #changeServiceAccount(id: string, changes: Partial<ServiceAccountRow> | ((row: ServiceAccountRow) => Partial<ServiceAccountRow>)): void {
    const row = this.serviceAccounts.get(id);
    if (row) this.serviceAccounts.set(id, { ...row, ...(typeof changes === 'function' ? changes(row) : changes) });
  }

  #changeMembership({ organizationId }: Happened, userId: string, changes: Partial<MembershipFacts>): void {
    const key = `${organizationId} ${userId}`;
    this.#memberships.set(key, { active: false, role: 'annotator', ...this.#memberships.get(key), ...changes });
  }
}

const later = (a: Position | null, b: Position | null) => (a === null || (b !== null && b > a) ? b : a);
