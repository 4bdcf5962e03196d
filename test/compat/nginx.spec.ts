import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { freePort } from '../support/start-server.js';

integration('nginx', 'Behind the real nginx, as the how-to configures it', (binary) => {
  let app: TestApp;
  let application: Server;
  let nginx: ChildProcess;
  let directory: string;
  let url: string;
  let seen: IncomingHttpHeaders[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    const keyledger = await app.listen();
    application = createServer((request, response) => {
      seen.push(request.headers);
      response.end('from the application');
    }).listen(0, '127.0.0.1');
    await once(application, 'listening');
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}/some/page`;
    const configuration = (await readFile(join(projectRoot, 'docs/how-to/nginx.conf'), 'utf8'))
      .replace('listen 8000', `listen 127.0.0.1:${port}`)
      .replace('http://127.0.0.1:9000', `http://127.0.0.1:${(application.address() as AddressInfo).port}`)
      .replace('http://127.0.0.1:8080', keyledger);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
    const head = `daemon off; master_process off; pid ${directory}/pid; error_log ${directory}/error.log;\n`;
    const inHttp = `http {\n  access_log off; ${temporary.join(' ')}\n`;
    await writeFile(join(directory, 'nginx.conf'), head + configuration.replace('http {\n', inHttp));
    nginx = spawn(binary, ['-c', join(directory, 'nginx.conf'), '-p', directory], { stdio: 'ignore' });
    await eventually(async () => expect((await fetch(url)).status).toBe(401));
  });
  afterAll(async () => {
    nginx.kill('SIGKILL');
    application.close();
    await app.close();
    await rm(directory, { recursive: true, force: true });
  });

  const get = (headers: Record<string, string>) => {
    seen = [];
    return fetch(url, { headers });
  };

  it('a good credential reaches the application as who it is, without itself', async () => {
    const { access, tokenId } = await app.tokensOf();
    const answer = await get({ authorization: `Bearer ${access}`, 'x-keyledger-role': 'auditor' });
    expect(`${answer.status} ${await answer.text()}`).toBe('200 from the application');
    const { id, organizationId } = app.owner;
    expect(seen[0]).toMatchObject({
      'x-keyledger-user': id,
      'x-keyledger-kind': 'user',
      'x-keyledger-role': 'owner',
      'x-keyledger-organization': organizationId,
      'x-keyledger-token': tokenId,
      'x-keyledger-workspaces': '*',
      'x-keyledger-projects': '*',
    });
    expect(seen[0].authorization).toBeUndefined();
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
    expect(seen[0]['x-keyledger-user']).not.toBe('root');
    expect(seen[0]['x-keyledger-projects'] ?? '').toBe('');
    expect(seen[0]['x-keyledger-workspaces'] ?? '').toBe('');
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

  it('a revocation holds for the next request', async () => {
    const { access, tokenId } = await app.tokensOf();
    expect((await get({ authorization: `Bearer ${access}` })).status).toBe(200);
    await app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app.signIn() });
    expect((await get({ authorization: `Bearer ${access}` })).status).toBe(401);
  });

  it('"cannot tell right now" stays 503', async () => {
    const { access } = await app.tokensOf();
    const answer = await get({ authorization: `Bearer ${access}`, 'keyledger-min-position': 'not-yet' });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(seen).toEqual([]);
  });
});
