import { SetMetadata } from '@nestjs/common';
import { type Role, roles } from '#domain/role';
import { oneOf } from '../http/schema.js';

/**
 * What a route asks of its caller. A route without a declaration admits nobody, and a test fails.
 * - `read` and `revoke`: any credential within its role.
 * - `grant`: only a session whose password was checked in the last 15 minutes, or what the owners have relaxed.
 * - `mixed`: the body decides; the handler asks `mayGrant` for the part that grants.
 * - `possession`: the body holds a whole valid credential of the caller, or the request itself is made with it.
 */
export interface Access {
  readonly roles: readonly Role[];
  readonly act: 'read' | 'revoke' | 'grant' | 'mixed' | 'possession';
  /** Routes about a person's own account refuse service accounts. */
  readonly usersOnly?: boolean;
  /** For `mixed`: what any credential may do, as the permission table says it; by default this is what revokes. */
  readonly freely?: string;
  /** The route makes sense only in a browser session. */
  readonly sessionOnly?: boolean;
  /** The route also admits a session that must choose a new password first. */
  readonly beforePasswordChange?: boolean;
}

export const everyone = roles;
export const administrators: readonly Role[] = ['administrator', 'owner'];
export const owners: readonly Role[] = ['owner'];
export const overseers: readonly Role[] = ['auditor', 'administrator', 'owner'];

/** Whether somebody sees what belongs to others of the organization. */
export const oversees = ({ role }: { readonly role: Role }) => overseers.includes(role);

/** Whether somebody has the role that is asked for, where one is. */
export const isOfRole = ({ role }: { readonly role: Role }, asked: { readonly role?: Role }) =>
  asked.role === undefined || role === asked.role;

/** What somebody may do, for an answer that tells it. */
export const shownRole = ({ role }: { readonly role: Role }) => ({ role });
export const shownRoleMembers = { role: oneOf(roles) };

/** The same for a page, in one word. */
export const roleInWords = ({ role }: { readonly role: Role }): string => role;

export const accessKey = 'keyledger:access';

/** Who may call this route. */
export const Allow = (access: Access) => SetMetadata(accessKey, access);

/** Anybody may call this route; `why` appears in the permission table. */
export const Public = (why: string) => SetMetadata(accessKey, { public: why });

/** The same for a route that signs in: no page of another site may sign a visitor in to an account of its own. */
export const PublicSignIn = (why: string) => SetMetadata(accessKey, { public: why, signsIn: true });

export type Declared = Access | { readonly public: string; readonly signsIn?: true };

/** Whether a route admits a person of this role, with the right kind of credential. */
export function admits(declared: Declared | undefined, { role }: { readonly role: Role }): boolean {
  return declared !== undefined && ('public' in declared || declared.roles.includes(role));
}
