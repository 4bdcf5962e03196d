import type { DomainEvent } from '#domain/events';
import { ownersAfter } from '#domain/organization.owners';
import { settingsAfter, settingsAtFirst } from '#domain/organization.settings';
import * as ServiceAccount from '#domain/service-account';
import { signInsEndedAt } from '#domain/sign-ins-ended';
import type { OwnerKind } from '#domain/token';
import type { MembershipFacts, OwnerFacts } from '#domain/verdict.facts';
import type { Actor, Position } from '#event-store/envelope';
import { flattenedString } from './flattened-string.js';
import { membershipFactsOf, ownerFactsOf } from './owner-facts.js';
import type { FoldedElsewhere, FoldedWithDecider, OfNoOwner, OfNoPerson } from './principal-events.js';
import { PrincipalTables } from './principal-tables.js';
import type { OrganizationRow, OwnerRows, ServiceAccountRow, UserRow } from './principals.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

interface Happened {
  readonly organizationId: string | null;
  readonly position: Position;
  readonly occurredAt: string;
  readonly actor: Actor;
}

/** The state of people, service accounts and organizations that verdicts read. */
export class PrincipalRows {
  readonly #tables = new PrincipalTables();
  readonly users: ReadonlyMap<string, UserRow> = this.#tables.users;
  readonly serviceAccounts: ReadonlyMap<string, ServiceAccountRow> = this.#tables.serviceAccounts;
  readonly organizations: ReadonlyMap<string, OrganizationRow> = this.#tables.organizations;

  /** The user who currently holds the address. */
  userByEmail(emailDigest: string): UserRow | undefined {
    return this.#tables.userOfEmail(emailDigest);
  }

  /** Id of the user or service account that has this number. */
  idOf(number: number): string | undefined {
    return this.#tables.numbers.idOf(number);
  }

  /** The id of an owner or an organization as the shared string in its row. */
  sharedId(id: string): string {
    return this.#tables.sharedId(id);
  }

  ownerFacts(kind: OwnerKind, ownerId: string, organizationId: string): OwnerFacts | undefined {
    return this.factsOf(this.rowsOf(kind, ownerId, organizationId));
  }

  membership(kind: OwnerKind, ownerId: string, organizationId: string): MembershipFacts | undefined {
    return this.membershipOf(this.rowsOf(kind, ownerId, organizationId));
  }

  rowsOf(kind: OwnerKind, ownerId: string, organizationId: string): OwnerRows {
    const isUser = kind === 'user';
    return {
      ownerId,
      organizationId,
      user: isUser ? this.users.get(ownerId) : undefined,
      serviceAccount: isUser ? undefined : this.serviceAccounts.get(ownerId),
      membership: isUser ? this.#tables.membership(organizationId, ownerId) : undefined,
      organization: this.organizations.get(organizationId),
    };
  }

  factsOf(rows: OwnerRows): OwnerFacts | undefined {
    return ownerFactsOf(rows, this.#tables.restoredAt);
  }

  membershipOf(rows: OwnerRows): MembershipFacts | undefined {
    return membershipFactsOf(rows);
  }

  save(writer: SnapshotWriter): void {
    this.#tables.save(writer);
  }

  load(reader: SnapshotReader): void {
    this.#tables.load(reader);
  }

  /** `id` is the stream's name without its prefix. */
  apply(id: string, event: DomainEvent, happened: Happened): void {
    switch (event.type) {
      case 'UserRegistered':
        this.#register(id, event);
        break;
      case 'PasswordSet':
        change(this.users.get(id), { passwordId: event.passwordId, mustChangePassword: event.mustChange === true });
        this.#endSignIns(id, happened, happened.actor.credentialId ?? null);
        break;
      case 'UserDisabled':
        change(this.users.get(id), { status: 'disabled' });
        this.#endSignIns(id, happened, null);
        break;
      case 'UserEnabled':
        change(this.users.get(id), { status: 'enabled' });
        break;
      case 'TokensRevokedBefore':
        change(this.users.get(id), { tokensRevokedBefore: happened.position });
        break;
      case 'PersonalDataErased':
        change(this.users.get(id), { status: 'erased', passwordId: null });
        break;
      case 'EmailClaimed':
        this.#tables.claimEmail(id, event.userId);
        change(this.users.get(event.userId), { number: this.#tables.assignNumber(event.userId, event.number) });
        break;
      case 'RestoreDeclared':
        this.#tables.restoredAt = happened.position;
        break;
      case 'EmailReleased':
        this.#tables.releaseEmail(id);
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

  #applyToAccounts(id: string, event: OfNoPerson, happened: Happened): void {
    const serviceAccount = this.serviceAccounts.get(id);
    switch (event.type) {
      case 'ServiceAccountCreated':
        if (!serviceAccount) this.#tables.addServiceAccount({ ...event, id: flattenedString(id), status: 'leaf', number: null });
        break;
      case 'ServiceAccountRoleChanged':
        change(serviceAccount, { role: event.role });
        break;
      case 'ServiceAccountAssigned':
        if (serviceAccount) change(serviceAccount, ServiceAccount.assigned(serviceAccount, event));
        break;
      case 'ServiceAccountUnassigned':
        if (serviceAccount) change(serviceAccount, ServiceAccount.unassigned(serviceAccount, event));
        break;
      case 'OrganizationCreated': {
        if (this.organizations.has(id)) break;
        const { name, firstOwnerId } = event;
        const settings = settingsAtFirst(event.settings);
        const [number, owners] = [this.organizations.size + 1, { [firstOwnerId]: 'active' } as const];
        this.#tables.addOrganization({ id: flattenedString(id), number, name, settings, createdAt: happened.occurredAt, owners });
        break;
      }
      default:
        this.#applyToOrganization(id, event, happened);
    }
  }

  #applyToOrganization(id: string, event: OfNoOwner, happened: Happened): void {
    const row = this.organizations.get(id);
    if (!row) return;
    change(row, { settings: settingsAfter(row.settings, event), owners: ownersAfter(row.owners, event) });
    switch (event.type) {
      case 'OwnerSuspended':
        // The first of the two events that disable an owner; it ends the sign-ins even when a kill prevented the second.
        return this.#endSignIns(event.userId, happened, null);
      case 'ServiceAccountAdmitted': {
        const number = this.#tables.assignNumber(event.serviceAccountId, event.number);
        return change(this.serviceAccounts.get(event.serviceAccountId), { status: 'admitted', number });
      }
      case 'ServiceAccountReleased':
        return change(this.serviceAccounts.get(event.serviceAccountId), { status: 'released' });
      default:
        event satisfies FoldedWithDecider | FoldedElsewhere;
    }
  }

  #register(id: string, { homeOrganizationId, emailDigest }: Extract<DomainEvent, { type: 'UserRegistered' }>): void {
    if (this.users.has(id)) return;
    const never = { tokensRevokedBefore: null, signInsEnded: null, number: null };
    const fresh = { passwordId: null, mustChangePassword: false, status: 'enabled', ...never } as const;
    this.#tables.addUser({ id: flattenedString(id), homeOrganizationId, emailDigest, ...fresh });
  }

  #endSignIns(id: string, { position }: Happened, sparedTokenId: string | null): void {
    const row = this.users.get(id);
    const spared = sparedTokenId === null ? null : flattenedString(sparedTokenId);
    if (row) change(row, { signInsEnded: signInsEndedAt(row.signInsEnded, position, spared) });
  }

  #changeMembership({ organizationId }: Happened, userId: string, changes: Partial<MembershipFacts>): void {
    const row = this.#tables.membership(organizationId ?? '', userId);
    if (row) change(row, changes);
    else this.#tables.addMembership(organizationId ?? '', userId, { active: false, role: 'annotator', ...changes });
  }
}

/** Changes a row in place, since it must stay the same object. */
function change<Row extends object>(row: Row | undefined, changes: Partial<Row>): void {
  if (row) Object.assign(row, changes);
}
