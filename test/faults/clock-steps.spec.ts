import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { isFullRun } from '../support/full-run.js';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/server-process.js';

const day = 86_400;
/** The long form waits as long as an expiry must be certain. */
const aheadMs = isFullRun ? 75_000 : 3_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

integration('c-compiler', 'A server whose clock is set while it runs', (compiler) => {
  let directory: string;
  let control: string;
  let environment: Record<string, string>;
  let server: ServerProcess;
  let client: Client;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    control = join(directory, 'control');
    const library = join(directory, 'moving-clock.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-o', library, join(projectRoot, 'test/faults/moving-clock.c'), '-ldl']);
    environment = { LD_PRELOAD: library, MOVING_CLOCK: control };
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  beforeEach(async () => {
    await rm(control, { force: true });
    server = await ServerProcess.start({ environment });
    client = await Client.signIn(server);
  });
  afterEach(() => server.remove());

  const setClock = (aheadSeconds: number) => writeFile(control, String(aheadSeconds));
  const refresh = (personal: string) => client.request('POST', '/api/token/refresh', { refresh: personal });
  const auth = async (access: string) => (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
  const issue = async (days: number) => {
    const expiresAt = new Date(Date.now() + days * day * 1000).toISOString();
    const { body } = await client.request('POST', '/v1/tokens', { kind: 'personal', expiresAt });
    return { id: body.token.id as string, personal: body.credential as string };
  };
  const typesOfLog = async () => {
    const { body } = await (await Client.signIn(server)).request('GET', '/v1/activity?limit=200');
    return body.items.map(({ type }: { type: string }) => type);
  };

  it('refuses by the time that it was ahead, revives nothing when it is set back, and records nothing that is wrong for ever', async () => {
    const [short, long] = [await issue(100), await issue(300)];
    const { access } = (await refresh(long.personal)).body;
    expect(await auth(access)).toBe(200);
    await wait(1500);
    await setClock(200 * day);
    expect([(await refresh(short.personal)).status, (await refresh(long.personal)).status]).toEqual([401, 200]);
    const issuedAhead = (await refresh(long.personal)).body.access;
    expect([await auth(access), await auth(issuedAhead)]).toEqual([401, 200]);
    await wait(1500);
    await setClock(0);
    await wait(aheadMs);
    expect([(await refresh(short.personal)).status, await auth(access)]).toEqual([401, 401]);
    expect((await refresh(long.personal)).status).toBe(200);
    expect(await typesOfLog()).not.toContain('TokenExpired');
    // A start trusts the machine's clock again: what only a wrong clock had ended is good.
    await server.restart();
    expect((await refresh(short.personal)).status).toBe(200);
    expect(await typesOfLog()).not.toContain('TokenExpired');
  });
});
