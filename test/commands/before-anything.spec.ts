import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readProjectFile } from '../support/project-files.js';
import { type ServerOptions, ServerProcess } from '../support/server-process.js';

const password = 'a password that only the environment holds';
const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.remove();
});

async function start(options: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.start(options);
  running.push(server);
  return server;
}

/** Modules that a file names in static imports: they are loaded before its first line runs. */
const staticImports = (path: string) =>
  [...readProjectFile(path).matchAll(/^import\s(?:[^'"]*\sfrom\s)?['"]([^'"]+)['"]/gm)].map(([, from]) => from);

describe('Before anything else is loaded', () => {
  it.each(['main', 'npm-start'] as const)(
    'a start by %s takes the password of the first owner out of the environment, says that the system keeps it, and opens no inspector',
    async (by) => {
      // Says when the process ends what its environment holds of it.
      const spy =
        "data:text/javascript,process.on('exit',()=>process.stdout.write('left:'.concat(process.env.KEYLEDGER_BOOTSTRAP_PASSWORD,'.')))";
      const server = await start({ by, environment: { KEYLEDGER_BOOTSTRAP_PASSWORD: password, NODE_OPTIONS: `--import=${spy}` } });
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ email: server.ownerEmail, password });
      expect((await fetch(`${server.url}/v1/sessions`, { method: 'POST', headers, body })).status).toBe(201);
      // What keeps it nowhere is said, too. A start without a password says nothing of this (npm-start.spec.ts).
      expect(server.output).toContain(`/proc/${server.pid}/environ`);
      expect(server.output).toContain('KEYLEDGER_BOOTSTRAP_PASSWORD_FILE');
      expect(readFileSync(`/proc/${server.pid}/environ`, 'utf8')).toContain(password);
      process.kill(server.pid, 'SIGUSR1');
      for (let i = 0; i < 50; i += 1) expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(server.output).not.toMatch(/Debugger|inspector/i);
      expect(server.output).toContain('left:undefined.');
      expect(server.output).not.toContain(password);
    },
  );

  it('nothing is loaded: each way in imports that alone, or first, and the rest when it is done', () => {
    for (const path of ['apps/api/src/main.ts', 'apps/cli/src/main.ts']) {
      expect(staticImports(path)).toEqual(['#installation/before-anything']);
    }
    for (const path of ['scripts/start.mjs', 'scripts/keyledger.mjs']) expect(staticImports(path)[0]).toBe('./before-anything.mjs');
    for (const path of ['libs/installation/src/before-anything.ts', 'scripts/before-anything.mjs']) expect(staticImports(path)).toEqual([]);
  });
});
