import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/start-server.js';

const testMs = 60_000;

integration('c-compiler', 'A disk that fails', (compiler) => {
  let directory: string;
  let control: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    control = join(directory, 'control');
    const library = join(directory, 'failing-disk.so');
    execFileSync(compiler, ['-shared', '-fPIC', '-o', library, join(projectRoot, 'test/faults/failing-disk.c'), '-ldl']);
    environment = { LD_PRELOAD: library, FAILING_DISK: control, KEYLEDGER_LOG_LEVEL: 'fatal' };
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it(
    'while it is full refuses writes, answers reads and is not ready, and takes writes again when there is room',
    async () => {
      const server = await ServerProcess.start({ environment });
      const health = (path: string) => fetch(`${server.url}/health/${path}`).then(({ status }) => status);
      const client = await Client.signIn(server);
      expect(await client.register('before@example.org')).toBe(201);
      await writeFile(control, 'full');
      for (let i = 0; i < 5; i += 1) expect(await client.register(`full-${i}@example.org`)).toBe(503);
      expect(await client.emails()).toEqual([server.ownerEmail, 'before@example.org']);
      expect([await health('ready'), await health('live')]).toEqual([503, 200]);
      await rm(control);
      await eventually(async () => expect(await health('ready')).toBe(200));
      expect(await client.register('after@example.org')).toBe(201);
      await server.restart();
      const again = await Client.signIn(server);
      expect(await again.emails()).toEqual([server.ownerEmail, 'before@example.org', 'after@example.org']);
      await server.remove();
    },
    testMs,
  );

  it(
    'whose sync fails once is never trusted again: nothing more is acknowledged, the process ends, the next start has all (SR-50)',
    async () => {
      const server = await ServerProcess.start({ environment });
      const client = await Client.signIn(server);
      const acknowledged: string[] = [];
      for (let i = 0; i < 5; i += 1)
        if ((await client.register(`before-${i}@example.org`)) === 201) acknowledged.push(`before-${i}@example.org`);
      await writeFile(control, 'sync');
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => client.register(`failing-${i}@example.org`)));
      expect(answers.filter((status) => status === 201)).toEqual([]);
      expect((await server.exited()).code).toBe(1);
      expect(server.output).toContain('Keyledger stops:');
      await server.restart();
      const emails = await (await Client.signIn(server)).emails();
      expect(emails).toEqual(expect.arrayContaining(acknowledged));
      await server.remove();
    },
    testMs,
  );
});
