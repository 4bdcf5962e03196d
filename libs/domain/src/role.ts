import { Refusal } from './refusal.js';

/** Each role may do all that the roles before it may. `auditor` is not on the ladder: it reads everything and writes nothing. */
const ladder = ['annotator', 'reviewer', 'manager', 'administrator', 'owner'] as const;

export type Role = (typeof ladder)[number] | 'auditor';

export const roles: readonly Role[] = [...ladder, 'auditor'];

const rung = (role: Role) => ladder.indexOf(role as (typeof ladder)[number]);

/** Whether `role` is `floor` or above it on the ladder; an auditor is on no rung. */
export const isAtLeast = (role: Role, floor: Exclude<Role, 'auditor'>): boolean => rung(role) >= rung(floor);

/** Nobody creates or changes a principal whose role is above their own, and only owners act on auditors. */
export const mayActOn = (actor: Role, subject: Role): boolean =>
  actor === 'owner' || (actor !== 'auditor' && subject !== 'auditor' && rung(actor) >= rung(subject));

/**
 * The role in which a credential acts: the lower of its own and its owner's, or the owner's where it has none of its own. Null where only
 * one of the two is auditor, since neither of them is the lower one.
 */
export function effectiveRole(own: Role | null, owners: Role): Role | null {
  if (own === null || own === owners) return owners;
  if (own === 'auditor' || owners === 'auditor') return null;
  return rung(own) < rung(owners) ? own : owners;
}

/** Administrators and owners act everywhere in their organization; other roles where they are assigned. */
export const isUnscoped = (role: Role): boolean => role === 'auditor' || isAtLeast(role, 'administrator');

/** Granting a right takes a recently authenticated session, unless the owners have relaxed that in the settings. */
export function requireMayRaise(mayRaise: boolean): void {
  if (!mayRaise) throw new Refusal('permission/confirmation-required');
}

/** Whether a change of role grants rights. An auditor is not on the ladder, so becoming or ceasing to be one counts as a raise. */
export const isRaise = (from: Role, to: Role): boolean => from !== to && (from === 'auditor' || to === 'auditor' || rung(to) > rung(from));

/**
 * Whether the requester may have a reset link made for the person. It is checked again when the link is redeemed, since roles may have
 * changed.
 */
export const mayResetPassword = (requester: Role, person: Role): boolean =>
  isAtLeast(requester, 'administrator') && mayActOn(requester, person);
