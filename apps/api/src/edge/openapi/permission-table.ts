import type { Role } from '#domain/role';
import type { Access, Declared } from '../authentication/access.js';
import type { Route } from './routes.js';

const acts = {
  read: 'any credential',
  revoke: 'any credential',
  grant: 'only a session confirmed in the last 15 minutes',
  mixed: 'only a recently confirmed session for anything else',
  possession: 'a recently confirmed session, or possession of the token itself',
} as const;

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

/** Who may call one route, for programs. */
export interface Permission {
  readonly method: string;
  /** As in OpenAPI: `/v1/users/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** The same as the other members, in one sentence. */
  readonly who: string;
  readonly public: boolean;
  /** None of a public route. */
  readonly roles: readonly Role[];
  /** Null of a public route. */
  readonly act: Access['act'] | null;
  readonly usersOnly: boolean;
  readonly sessionOnly: boolean;
}

/** Who may call what, in the order of the paths. */
export function permissionsOf(routes: readonly Route[]): Permission[] {
  return routes.map(({ method, path, summary, access }) => {
    const declared = access && 'roles' in access ? access : null;
    const { roles = [], act = null, usersOnly = false, sessionOnly = false } = declared ?? {};
    const isPublic = access !== undefined && declared === null;
    return { method, path, summary, who: accessInWords(access), public: isPublic, roles, act, usersOnly, sessionOnly };
  });
}
