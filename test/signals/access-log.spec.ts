import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { uuid } from '../support/problem.js';
import { ServerProcess } from '../support/server-process.js';

const linesOf = ({ output }: ServerProcess) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'answered');

describe('The access log', () => {
  it('is not written unless somebody asks for it', async () => {
    const server = await ServerProcess.start();
    await Client.signIn(server);
    await server.stop();
    expect(linesOf(server)).toEqual([]);
    await server.remove();
  });

  it('has a line for each request with its id, route, status and caller, and none for the hot route', async () => {
    const server = await ServerProcess.start({ environment: { KEYLEDGER_ACCESS_LOG: 'true' } });
    const client = await Client.signIn(server);
    await client.request('GET', '/v1/users/me?who=canary');
    const { body: me } = await client.request('GET', '/v1/users/me');
    await client.request('GET', `/v1/users/${me.id}`);
    const refused = await fetch(`${server.url}/v1/users/me`, { headers: { authorization: 'Bearer x.y.z', 'user-agent': 'canary' } });
    await fetch(`${server.url}/canary`);
    await fetch(`${server.url}/v1/auth`);
    const { body: verifier } = await client.request('POST', '/v1/verifiers', { name: 'logged' });
    const headers = { authorization: `Bearer ${verifier.credential}` };
    await fetch(`${server.url}/oauth/introspect`, { method: 'POST', headers, body: new URLSearchParams({ token: 'canary' }) });
    await eventually(() => expect(linesOf(server).some(({ route }) => route === '/oauth/introspect')).toBe(true));
    await server.stop();
    const lines = linesOf(server).filter(({ route }) => !route?.startsWith('/health/'));
    const caller = { callerKind: 'user', callerId: me.id, tokenId: uuid, organizationId: uuid };
    const common = { level: 30, time: expect.any(String), requestId: uuid, durationMs: expect.any(Number), msg: 'answered' };
    expect(lines).toEqual([
      { ...common, method: 'POST', route: '/v1/sessions', status: 201 },
      { ...common, ...caller, method: 'GET', route: '/v1/users/me', status: 400, code: 'request/invalid' },
      { ...common, ...caller, method: 'GET', route: '/v1/users/me', status: 200 },
      { ...common, ...caller, method: 'GET', route: '/v1/users/:id', status: 200 },
      {
        ...common,
        requestId: refused.headers.get('x-request-id'),
        method: 'GET',
        route: '/v1/users/me',
        status: 401,
        code: 'credential/invalid',
      },
      { ...common, method: 'GET', status: 404, code: 'http' },
      { ...common, ...caller, method: 'POST', route: '/v1/verifiers', status: 201 },
      { ...common, method: 'POST', route: '/oauth/introspect', status: 200 },
    ]);
    expect(server.output).not.toContain('canary');
    await server.remove();
  });
});
