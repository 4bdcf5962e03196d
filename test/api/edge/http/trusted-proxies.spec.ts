import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { TrustedProxies } from '#api/edge/http/trusted-proxies';

const chains: readonly (string | undefined)[] = [
  undefined,
  '',
  '198.51.100.7',
  '198.51.100.7, 10.0.0.2',
  '203.0.113.1, 198.51.100.7,10.0.0.2',
  '10.0.0.1, 10.0.0.2',
  'unknown, 10.0.0.2',
  '127.0.0.1',
  '2001:db8::1, ::1',
  '::ffff:10.0.0.9',
];

describe('Where a request came from', () => {
  it.each([[[]], [['127.0.0.1']], [['127.0.0.1', '10.0.0.0/8']], [['loopback', 'uniquelocal']], [['::1', '127.0.0.0/8', '10.0.0.2/32']]])(
    'is what the router says too, with %p trusted',
    async (trusted) => {
      const proxies = new TrustedProxies(trusted);
      const router = fastify({ trustProxy: trusted.length > 0 ? proxies.trusts : false });
      // What the router makes of the names and networks by itself.
      const original = fastify({ trustProxy: trusted.length > 0 ? trusted : false });
      for (const server of [router, original]) server.get('/', (request) => ({ ip: request.ip }));
      for (const chain of chains) {
        const headers = chain === undefined ? {} : { 'x-forwarded-for': chain };
        const ours = proxies.sourceOf({ socket: { remoteAddress: '127.0.0.1' }, headers } as unknown as IncomingMessage);
        const asked = { url: '/', headers, remoteAddress: '127.0.0.1' };
        const theirs = await Promise.all([router, original].map(async (server) => (await server.inject(asked)).json().ip));
        expect([chain, ours, ours]).toEqual([chain, ...theirs]);
      }
    },
  );

  it.each(['nobody', '10.0.0.0/33', '10.0.0.0/x', '10.0.0/8', '::1/129', '/8'])('cannot be told with %p as a proxy', (proxy) => {
    expect(() => new TrustedProxies([proxy])).toThrow(`KEYLEDGER_TRUSTED_PROXIES names "${proxy}"`);
  });
});
