import { roles } from '#domain/role';
import type { Access, Declared } from '../authentication/access.js';
import { flag, list, object, oneOf, type Shape, text } from '../http/schema.js';
import type { Route } from './routes.js';

const acts = {
  read: 'any credential',
  revoke: 'any credential',
  grant: 'only a session confirmed in the last 15 minutes',
  mixed: 'only a recently confirmed session for anything else',
  possession: 'a recently confirmed session, or possession of the token itself',
} as const satisfies Record<Access['act'], string>;

/** Who may call a route, in one sentence. */
export function accessInWords(access: Declared | undefined): string {
  if (access === undefined) return 'Nobody: nothing was declared.';
  if ('public' in access) return `Anybody. ${access.public}`;
  const people = access.usersOnly ? ' (people only)' : access.sessionOnly ? ' (sessions only)' : '';
  const freely = access.act === 'mixed' ? `any credential to ${access.freely ?? 'revoke'}; ` : '';
  return `${access.roles.join(', ')}${people}: ${freely}${acts[access.act]}.`;
}

/** Who may call what, as the Markdown table of the reference. */
export function permissionTable(routes: readonly Route[]): string {
  const rows = routes.map(({ method, path, access }) => `| \`${method} ${path}\` | ${accessInWords(access)} |`);
  return ['| route | who |', '|---|---|', ...rows].join('\n');
}

const allActs = Object.keys(acts) as Access['act'][];

/** Who may call one route, for programs. */
export const Permission = object('Permission', {
  method: text('GET'),
  path: text('/v1/users/{id}').about('As in OpenAPI.'),
  summary: text('One person of the organization.'),
  who: text('auditor, administrator, owner: any credential.').about('The same as the other members, in one sentence.'),
  public: flag(false),
  roles: list(oneOf(roles)).about('None of a public route.'),
  act: oneOf(allActs).orNull().about('Null of a public route.'),
  usersOnly: flag(false),
  sessionOnly: flag(false),
});
export type Permission = Shape<typeof Permission>;

/** Who may call what, in the order of the paths. */
export function permissionsOf(routes: readonly Route[]): Permission[] {
  return routes.map(({ method, path, summary, access }) => {
    const declared = access && 'roles' in access ? access : null;
    const { roles: admitted = [], act = null, usersOnly = false, sessionOnly = false } = declared ?? {};
    const isPublic = access !== undefined && declared === null;
    return { method, path, summary, who: accessInWords(access), public: isPublic, roles: admitted, act, usersOnly, sessionOnly };
  });
}
