import { isUnscoped, mayActOn, type Role, roles } from '#domain/role';
import type { Caller } from '../../edge/authentication/caller.js';
import { flag, object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { keyRoles } from '../api-keys/api-keys.dto.js';

export const ConsoleRole = object('ConsoleRole', {
  role: oneOf(roles),
  does: text('Sees everything in the organization and changes nothing in it.').about('What it may do, in a sentence.'),
  isScoped: flag(true).about('Whether the workspaces and projects that it is assigned to count.'),
  assignable: flag(true).about('Whether the caller may act on it, and so may give it.'),
  forApiKeys: flag(true).about('Whether an API key may have it.'),
});
export type ConsoleRole = Shape<typeof ConsoleRole>;

/** What each role may do, in a sentence. */
const sentences: Readonly<Record<Role, string>> = {
  annotator: 'Has tokens of its own, and labels in the workspaces and projects that it is assigned to.',
  reviewer: 'May do what an annotator may, and reviews what others have labelled.',
  manager: 'May do what a reviewer may, and runs the workspaces and projects that it is assigned to.',
  administrator: 'Manages members, service accounts and verifiers, switches types of token, and sees and revokes the tokens of everybody.',
  owner: 'May do everything, also what is for owners alone: erase people, make backups, and manage signing keys and owners.',
  auditor: 'Sees everything in the organization and changes nothing in it.',
};

/** All roles in the order of the ladder, as one caller may give them. */
export const rolesFor = (caller: Caller): ConsoleRole[] =>
  roles.map((role) => ({
    role,
    does: sentences[role],
    isScoped: !isUnscoped(role),
    assignable: mayActOn(caller.role, role),
    forApiKeys: keyRoles.includes(role),
  }));
