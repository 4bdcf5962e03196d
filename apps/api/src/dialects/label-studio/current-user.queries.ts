import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isAtLeast, type Role } from '#domain/role';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { alwaysNull, anything, integer, list, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';
import { OrganizationViews } from '../../features/organization/organization-views.js';
import { ServiceAccountViews } from '../../features/service-accounts/service-account-views.js';
import { LastUses } from '../../features/tokens/last-uses.js';
import { People } from '../../features/users/people.js';

/** These members exist for clients that read them, and are always empty here. */
const noMembers = object('NoMembers', {});
const none = list(anything(null)).like([]);

const OrganizationMeta = object('OrganizationMeta', {
  title: text('Research'),
  email: text('owner@example.com').about('Of the first owner.'),
});

const OrganizationMembership = object('OrganizationMembership', {
  organization_id: integer(1),
  role: oneOf(['OW', 'AD', 'MA', 'RE', 'AN', 'VO']),
  active: oneOf([true]),
  user_type: oneOf(['standard', 'service', 'viewonly']),
  flex: alwaysNull,
});

const EnterpriseFields = object('EnterpriseFields', {
  active_organization_external_id: alwaysNull,
  email_notification_settings: noMembers,
  invite_activated: oneOf([true]),
  invite_expired: oneOf([false]),
  onboarding_state: oneOf(['complete']),
});

/** A user as Label Studio's `whoami` shows it. */
export const WhoAmIView = object('WhoAmIView', {
  id: integer(3),
  first_name: text('Alice'),
  last_name: text('Ng'),
  username: text('alice@example.com'),
  email: text('alice@example.com'),
  date_joined: time.orNull(),
  initials: text('AN'),
  last_activity: time.orNull(),
  custom_hotkeys: noMembers,
  avatar: alwaysNull,
  phone: oneOf(['']),
  active_organization: integer(1),
  active_organization_meta: OrganizationMeta,
  allow_newsletters: alwaysNull,
  org_membership: list(OrganizationMembership),
  organization_membership: OrganizationMembership,
  pause: alwaysNull,
  social_accounts: none,
  lse_fields: EnterpriseFields,
  permissions: list(text('users.token.any')),
});
export type WhoAmIView = Shape<typeof WhoAmIView>;

/** Label Studio's role codes; an auditor is what it calls "view only". */
const roleCodes: Readonly<Record<Role, WhoAmIView['organization_membership']['role']>> = {
  owner: 'OW',
  administrator: 'AD',
  manager: 'MA',
  reviewer: 'RE',
  annotator: 'AN',
  auditor: 'VO',
};

/** The caller as Label Studio's `whoami` shows a user. */
export class WhoAmI extends Query<WhoAmIView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(WhoAmI)
export class WhoAmIHandler implements IQueryHandler<WhoAmI> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly serviceAccounts: ServiceAccountViews,
    private readonly organizations: OrganizationViews,
    private readonly lastUses: LastUses,
  ) {}

  async execute({ caller }: WhoAmI): Promise<WhoAmIView> {
    const { organizationId } = caller;
    const organization = this.organizations.of(organizationId, await this.organizations.name(organizationId));
    const who = caller.kind === 'user' ? await this.#person(caller) : await this.#serviceAccount(caller);
    const userType = caller.kind === 'service-account' ? 'service' : caller.role === 'auditor' ? 'viewonly' : 'standard';
    const membership = {
      organization_id: organization.number,
      role: roleCodes[caller.role],
      active: true,
      user_type: userType,
      flex: null,
    } as const;
    return {
      id: caller.number,
      ...who,
      initials: initialsOf(who),
      // The request that asks is the last use of its own credential.
      last_activity: inMicroseconds(this.lastUses.usedAt(caller.token.id)),
      custom_hotkeys: {},
      avatar: null,
      phone: '',
      active_organization: organization.number,
      active_organization_meta: { title: organization.name ?? '', email: await this.#ownerEmail(caller.organizationId) },
      allow_newsletters: null,
      org_membership: [membership],
      organization_membership: membership,
      pause: null,
      social_accounts: [],
      lse_fields: {
        active_organization_external_id: null,
        email_notification_settings: {},
        invite_activated: true,
        invite_expired: false,
        onboarding_state: 'complete',
      },
      permissions: permissionsOf(caller.role),
    };
  }

  async #person(caller: Caller) {
    const { email, firstName, lastName, createdAt } = await this.people.user(caller.id);
    return { first_name: firstName ?? '', last_name: lastName ?? '', username: email ?? '', email: email ?? '', date_joined: createdAt };
  }

  async #serviceAccount(caller: Caller) {
    const { name, createdAt } = await this.serviceAccounts.named(caller.id);
    return { first_name: name ?? '', last_name: '', username: name ?? '', email: '', date_joined: createdAt };
  }

  async #ownerEmail(organizationId: string): Promise<string> {
    const owners = this.validity.principals.organizations.get(organizationId)?.owners ?? {};
    const [ownerId] = Object.keys(owners);
    return ownerId ? ((await this.people.user(ownerId)).email ?? '') : '';
  }
}

/** As the original writes this one time: ISO-8601 UTC with six digits. */
const inMicroseconds = (time: string | null) => time?.replace('Z', '000Z') ?? null;

function initialsOf({ first_name, last_name, email }: { first_name: string; last_name: string; email: string }): string {
  const initials = (first_name.slice(0, 1) + last_name.slice(0, 1)).toUpperCase();
  return initials || email.slice(0, 2).toLowerCase();
}

/** Label Studio's permission names, as far as this product has what they permit. */
function permissionsOf(role: Role): string[] {
  const everybody = ['organizations.view', 'users.token.any'];
  return isAtLeast(role, 'administrator') ? [...everybody, 'organizations.change', 'organizations.invite'] : everybody;
}
