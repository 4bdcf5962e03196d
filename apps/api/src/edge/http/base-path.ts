import type { IncomingMessage } from 'node:http';

/**
 * Takes the path of the public URL off the addresses that requests ask for, before the router sees them: a proxy in front may do so itself,
 * or pass on what it gets. Other addresses stay as they are.
 */
export const withoutBase =
  (basePath: string) =>
  ({ url = '/' }: IncomingMessage): string => {
    if (basePath === '' || !url.startsWith(basePath)) return url;
    const rest = url.slice(basePath.length);
    if (rest.startsWith('/')) return rest;
    return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
  };
