import type { Config } from '#installation/config';

/** Where pages are, below the public URL. */
export const signInPath = '/user/login/';
export const signOutPath = '/user/logout';
export const ownPasswordPath = '/user/password';
export const accountPath = '/user/account';
export const consolePath = '/console/';
export const iconPath = '/favicon.ico';
export const pageScriptPath = '/user/pages.js';

/** The pages that a sign-in leads on to, with all below them. A route of the API is none: to be led there would call it. */
const destinations = [accountPath, ownPasswordPath, '/console', '/docs'];

/** Where a person is led who has signed in and asked for nothing else. */
export const homePath = ({ values }: Config): string => (values.KEYLEDGER_CONSOLE ? consolePath : accountPath);

/**
 * Where a sign-in leads that was asked for at `next`: a path below the public URL with its query and fragment, or null unless `next` is one
 * of our pages. What is returned was written by the URL parser, which reads `next` as browsers do: backslashes are slashes, control
 * characters are nothing, and a path may name another host.
 */
export function ownPage(next: string | undefined): string | null {
  const base = 'http://keyledger.invalid';
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, base)) return null;
  const { origin, pathname, search, hash } = new URL(next, base);
  const isOurs = destinations.some((page) => pathname === page || pathname.startsWith(`${page}/`));
  return origin === base && isOurs ? pathname + search + hash : null;
}

/** The sign-in page that leads on to `next`, where that is one of our pages. */
export function signInAt(next: string | undefined): string {
  const page = ownPage(next);
  return page === null ? signInPath : `${signInPath}?next=${encodeURIComponent(page)}`;
}
