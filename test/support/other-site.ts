import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';

/** How a page of another site says where it comes from: as browsers do by default, not at all, or from a frame without an origin. */
export const disguises = ['default', 'no-referrer', 'sandbox'] as const;

/**
 * A site of somebody else on this machine. What is returned gives the address of a page there, on a host of that name, which sends a form
 * with these fields to `target` when its button is pressed.
 */
export function otherSite(): (
  host: string,
  target: string,
  fields: Record<string, string>,
  disguise: (typeof disguises)[number],
) => string {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://other.site').searchParams;
    const { target = '', disguise = '', ...fields } = Object.fromEntries(asked);
    const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
    response.setHeader('Content-Type', 'text/html');
    if (disguise === 'no-referrer') response.setHeader('Referrer-Policy', 'no-referrer');
    if (disguise === 'sandbox') response.setHeader('Content-Security-Policy', 'sandbox allow-forms');
    response.end(`<!doctype html><form method="post" action="${target}">${inputs.join('')}<button>Win</button></form>`);
  });
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => {
    server.close();
  });
  return (host, target, fields, disguise) => {
    const { port } = server.address() as AddressInfo;
    return `http://${host}:${port}/?${new URLSearchParams({ ...fields, target, disguise })}`;
  };
}
