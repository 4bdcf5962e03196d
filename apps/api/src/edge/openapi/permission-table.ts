import type { Declared } from '../authentication/access.js';
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
