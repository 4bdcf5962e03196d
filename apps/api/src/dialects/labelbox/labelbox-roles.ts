import type { Role } from '#domain/role';

/** A role as the SDK lists it. */
export interface LabelboxRole {
  /** Our word for it. */
  readonly id: Role;
  readonly name: string;
  readonly permissions: readonly string[];
}

const annotator = ['apiKeys.own', 'labels.create'];
const reviewer = [...annotator, 'labels.review'];
const manager = [...reviewer, 'projects.manage'];
const administrator = [...manager, 'users.view', 'apiKeys.view', 'activity.view', 'users.manage', 'apiKeys.manage', 'settings.manage'];
const owner = [...administrator, 'owners.manage'];

/**
 * Each role by the name that Labelbox has for it. The SDK offers a role for a new key where the caller has all permissions of that role.
 * An auditor has one that nobody else has, and nobody below has fewer than an auditor: so an auditor is offered that role alone, and it is
 * offered to no other.
 */
export const labelboxRoles: Readonly<Record<Role, LabelboxRole>> = {
  annotator: { id: 'annotator', name: 'Labeler', permissions: annotator },
  reviewer: { id: 'reviewer', name: 'Reviewer', permissions: reviewer },
  manager: { id: 'manager', name: 'Team Manager', permissions: manager },
  administrator: { id: 'administrator', name: 'Admin', permissions: administrator },
  owner: { id: 'owner', name: 'Tenant Admin', permissions: owner },
  auditor: {
    id: 'auditor',
    name: 'Read-only Admin',
    permissions: ['apiKeys.own', 'users.view', 'apiKeys.view', 'activity.view', 'account.readOnly'],
  },
};

const spelling = (name: string) => name.trim().toUpperCase().replaceAll(' ', '_');
const byName = new Map(Object.values(labelboxRoles).map(({ id, name }) => [spelling(name), id]));

/** The role of a member, or the one in which a caller acts. */
export const labelboxRoleOf = ({ role }: { readonly role: Role }): LabelboxRole => labelboxRoles[role];

/** The role of this name in any case; the SDK also writes `TEAM_MANAGER`. Null for a name that no role has. */
export const roleNamed = (name: string): Role | null => byName.get(spelling(name)) ?? null;

/** Null for an id that no role has. */
export const roleWithId = (id: string): Role | null => (Object.hasOwn(labelboxRoles, id) ? (id as Role) : null);
