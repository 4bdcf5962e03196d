import { Refusal } from './refusal.js';

/** Each rung may do all that the rungs before it may. `auditor` stands outside: it reads, and writes nothing. */
const ladder = ['annotator', 'reviewer', 'manager', 'administrator', 'owner'] as const;

export type Role = (typeof ladder)[number] | 'auditor';

export const roles: readonly Role[] = [...ladder, 'auditor'];

const rung = (role: Role) => ladder.indexOf(role as (typeof ladder)[number]);

/** Whether `role` is `floor` or above it on the ladder; an auditor is on no rung. */
export const isAtLeast = (role: Role, floor: Exclude<Role, 'auditor'>): boolean => rung(role) >= rung(floor);

/** Nobody makes or edits what is above their own role, and only owners act on auditors. */
export const mayActOn = (actor: Role, subject: Role): boolean =>
  actor === 'owner' || (actor !== 'auditor' && subject !== 'auditor' && rung(actor) >= rung(subject));

/** Administrators and owners act everywhere in their organization; other roles where they are assigned. */
export const isUnscoped = (role: Role): boolean => role === 'auditor' || isAtLeast(role, 'administrator');

/** A right is granted only by somebody who may grant: a session whose password was just checked, or what the owners have relaxed. */
export function requireMayRaise(mayRaise: boolean): void {
  if (!mayRaise) throw new Refusal('permission/confirmation-required');
}

/** Whether going from one role to another grants rights. An auditor is on no rung, so becoming or ceasing to be one counts. */
export const isRaise = (from: Role, to: Role): boolean => from !== to && (from === 'auditor' || to === 'auditor' || rung(to) > rung(from));

/** Whether somebody may have a reset link made for a person, and whether the link still counts once roles have changed. */
export const mayResetPassword = (requester: Role, person: Role): boolean =>
  isAtLeast(requester, 'administrator') && mayActOn(requester, person);
