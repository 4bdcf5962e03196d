import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import { integration } from '../support/integration.js';
import { type RunningProxy, startNginx } from '../support/nginx.js';
import { projectRoot, readProjectFile } from '../support/project-files.js';
import { freePort } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

interface Seen {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The configuration of the how-to, between clients and an application that remembers what reaches it. */
async function startGuarding(
  binary: string,
  keyledger: string,
  application: string,
  change = (configuration: string) => configuration,
): Promise<RunningProxy & { readonly url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/some/page`;
  const configuration = change(readProjectFile('docs/how-to/nginx.conf'))
    .replace('listen 8000', `listen 127.0.0.1:${port}`)
    .replace('http://127.0.0.1:9000', application)
    .replace('http://127.0.0.1:8080', keyledger);
  const nginx = await startNginx(binary, configuration, async () => expect([401, 503]).toContain((await fetch(url)).status));
  return { ...nginx, url };
}

/** The application of the how-to, as a process. */
async function startUpstream(settings: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const env = { PATH: process.env.PATH, PORT: '0', ...settings };
  const child = spawn(process.execPath, [join(projectRoot, 'examples/behind-nginx.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const stop = async () => {
    child.kill('SIGKILL');
  };
  return { url: String(line).trim(), stop };
}

integration('nginx', 'Behind the real nginx, as the how-to configures it', (binary) => {
  let app: TestApp;
  let application: Server;
  let keyledger: string;
  let nginx: Awaited<ReturnType<typeof startGuarding>>;
  let seen: Seen[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    keyledger = await app.listen();
    application = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      seen.push({ method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.statusCode = request.url?.includes('broken') ? 500 : 200;
      response.end('from the application');
    }).listen(0, '127.0.0.1');
    await once(application, 'listening');
    nginx = await startGuarding(binary, keyledger, urlOf(application));
  });
  afterAll(async () => {
    await nginx.stop();
    application.close();
    await app.close();
  });

  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (headers: Record<string, string>) => {
    seen = [];
    return fetch(nginx.url, { headers });
  };

  it('a good credential reaches the application as who it is, without itself', async () => {
    const { access, tokenId } = await app.tokensOf();
    const answer = await get({ authorization: `Bearer ${access}`, 'x-keyledger-role': 'auditor' });
    expect(`${answer.status} ${await answer.text()}`).toBe('200 from the application');
    const { id, organizationId } = app.owner;
    expect(seen[0].headers).toMatchObject({
      'x-keyledger-user': id,
      'x-keyledger-kind': 'user',
      'x-keyledger-role': 'owner',
      'x-keyledger-organization': organizationId,
      'x-keyledger-token': tokenId,
      'x-keyledger-workspaces': '*',
      'x-keyledger-projects': '*',
    });
    expect(seen[0].headers.authorization).toBeUndefined();
    expect(JSON.stringify(seen[0])).not.toContain(access);
  });

  it('headers that a client forged do not reach the application, not even where the answer has nothing to say', async () => {
    const session = await app.signIn();
    const body = { name: 'robot', role: 'annotator' };
    const { credential } = (await app.request('POST', '/v1/service-accounts', { headers: session, body })).body;
    await get({
      authorization: `Token ${credential}`,
      'X-Keyledger-User': 'root',
      'x-keyledger-projects': '*',
      'x-keyledger-workspaces': '*',
      x_keyledger_role: 'owner',
    });
    expect(seen[0].headers['x-keyledger-user']).not.toBe('root');
    expect(seen[0].headers['x-keyledger-projects'] ?? '').toBe('');
    expect(seen[0].headers['x-keyledger-workspaces'] ?? '').toBe('');
    expect(JSON.stringify(seen[0])).not.toContain('"owner"');
  });

  it('what is no good credential gets 401 and never reaches the application', async () => {
    const { personal } = await app.tokensOf();
    const { cookie } = await app.signIn();
    for (const headers of [{}, { authorization: `Bearer ${personal}` }, { authorization: 'Bearer x' }, { cookie }]) {
      const answer = await get(headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="keyledger"');
      expect(seen).toEqual([]);
    }
  });

  it.each([
    [1, 0],
    [50, 0],
    [70, 0],
    [100, 0],
    [1000, 0],
    [30, 30],
    [1000, 1000],
  ])('a service account with %i workspaces and %i projects is answered by the application, with default buffers', async (ws, ps) => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `${newId().slice(0, count > 100 ? 8 : 36)}-${index}`);
    const [workspaceIds, projectIds] = [ids(ws), ids(ps)];
    const headers = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 100 } });
    const body = { name: `robot ${ws} ${ps}`, role: 'annotator', workspaceIds, projectIds };
    const { credential } = (await app.request('POST', '/v1/service-accounts', { headers, body })).body;
    const { credential: secret, verifier } = (await app.request('POST', '/v1/verifiers', { headers, body: { name: newId() } })).body;
    const authorization = `Token ${credential}`;
    const isListed = workspaceIds.join(',').length <= 2400;

    expect((await get({ authorization })).status).toBe(200);
    expect(seen[0].headers['x-keyledger-workspaces']).toBe(isListed ? workspaceIds.join(',') : '!');

    const status = async (through: { url: string }, id: string) =>
      (await fetch(new URL(`/workspaces/${id}`, through.url), { headers: { authorization } })).status;
    const refusing = await startUpstream({});
    const before = await startGuarding(binary, keyledger, refusing.url);
    expect(await status(before, workspaceIds[0])).toBe(isListed ? 200 : 403);
    const introspecting = await startUpstream({ KEYLEDGER_URL: keyledger, VERIFIER: `${verifier.id}:${secret}` });
    const passing = await startGuarding(binary, keyledger, introspecting.url, (text) =>
      text.replace('proxy_set_header Authorization "";', ''),
    );
    expect(await Promise.all([workspaceIds[0], workspaceIds[ws - 1], newId()].map((id) => status(passing, id)))).toEqual([200, 200, 403]);
    for (const running of [before, passing, refusing, introspecting]) await running.stop();
  });

  it('a revocation holds for the next request', async () => {
    const { access, tokenId } = await app.tokensOf();
    expect((await get({ authorization: `Bearer ${access}` })).status).toBe(200);
    await app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app.signIn() });
    expect((await get({ authorization: `Bearer ${access}` })).status).toBe(401);
  });

  it('methods and bodies reach the application as they were sent, and its answers the client', async () => {
    const { access } = await app.tokensOf();
    const headers = { authorization: `Bearer ${access}` };
    seen = [];
    const large = 'x'.repeat(500_000);
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('in a '));
        controller.enqueue(new TextEncoder().encode('stream'));
        controller.close();
      },
    });
    const sent = [
      await fetch(nginx.url, { method: 'HEAD', headers }),
      await fetch(nginx.url, { method: 'POST', headers, body: large }),
      await fetch(nginx.url, { method: 'PUT', headers, body: stream, duplex: 'half' } as RequestInit),
      await fetch(nginx.url, { method: 'DELETE', headers }),
      await fetch(`${nginx.url}/broken`, { method: 'POST', headers, body: 'x' }),
    ];
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 500]);
    expect(await sent[4].text()).toBe('from the application');
    const bodies = ['', large, 'in a stream', '', 'x'];
    expect(seen.map(({ method, body }) => `${method} ${body}`)).toEqual(
      ['HEAD', 'POST', 'PUT', 'DELETE', 'POST'].map((method, i) => `${method} ${bodies[i]}`),
    );
    for (const { headers } of seen) expect(JSON.stringify(headers)).not.toContain(access);
  });

  it.each(['HEAD', 'POST'])('%s without a good credential gets 401, and its body goes nowhere', async (method) => {
    seen = [];
    const answer = await fetch(nginx.url, { method, ...(method === 'POST' && { body: 'secret' }) });
    expect([answer.status, seen]).toEqual([401, []]);
  });

  it('no credential reaches the application, in whatever header it was sent', async () => {
    const { access, personal } = await app.tokensOf();
    const { cookie } = await app.signIn();
    const secret = cookie.split('=')[1];
    const ours = [
      cookie,
      `keyledger_device=${secret}; ${cookie}`,
      `__Host-${cookie}; keyledger_device=${secret}`,
      `${cookie}; ${cookie}; ${cookie}`,
    ];
    for (const mine of ours) {
      const cookies = [
        mine,
        `theirs=1; ${mine}`,
        `${mine}; theirs=1`,
        `theirs=1; ${mine};other=2`,
        `theirs=1;${mine.replaceAll('; ', ';')}; other=2`,
      ];
      for (const text of cookies) {
        await get({ authorization: `Bearer ${access}`, cookie: text });
        expect(`${text} ${JSON.stringify(seen[0].headers).includes(secret)}`).toBe(`${text} false`);
      }
    }
    await get({ authorization: `Bearer ${access}`, cookie: `theirs=1; ${cookie}; other=2`, 'x-api-key': personal });
    expect(seen).toEqual([]);
    await get({ authorization: `Bearer ${access}`, cookie: `theirs=1; ${cookie}; other=2` });
    expect(seen[0].headers.cookie).toBe('theirs=1; other=2');
    await get({ authorization: `Bearer ${access}`, cookie: 'theirs=1; not_keyledger_session=2' });
    expect(seen[0].headers.cookie).toBe('theirs=1; not_keyledger_session=2');
  });

  it('an application with keys of its own gets them, and Keyledger does not, once the line of the how-to is moved', async () => {
    const { access } = await app.tokensOf();
    const own = { authorization: `Bearer ${access}`, 'x-api-key': 'a key of the application' };
    expect((await get(own)).status).toBe(401);
    const line = '      proxy_set_header X-API-Key "";\n';
    const moved = (text: string) =>
      text.replace(line, '').replace('      internal;\n      proxy_method', `      internal;\n${line}      proxy_method`);
    const other = await startGuarding(binary, keyledger, urlOf(application), moved);
    seen = [];
    expect((await fetch(other.url, { headers: own })).status).toBe(200);
    expect(seen[0].headers['x-api-key']).toBe(own['x-api-key']);
    expect(seen[0].headers.authorization).toBeUndefined();
    await other.stop();
  });

  it('while Keyledger does not run, everybody gets 503 and is told to come back', async () => {
    const alone = await startGuarding(binary, `http://127.0.0.1:${await freePort()}`, urlOf(application));
    seen = [];
    for (const method of ['GET', 'HEAD', 'POST']) {
      const answer = await fetch(alone.url, { method, headers: { authorization: 'Bearer x' } });
      expect([answer.status, answer.headers.get('retry-after'), seen]).toEqual([503, '1', []]);
    }
    await alone.stop();
  });

  it('"cannot tell right now" stays 503', async () => {
    const { access } = await app.tokensOf();
    const answer = await get({ authorization: `Bearer ${access}`, 'keyledger-min-position': 'not-yet' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(seen).toEqual([]);
  });
});
