import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { FakeProject } from './fake-project.js';

const npmCall = 'npm ci --include=dev --ignore-scripts';
const lock = 'dist/.keyledger-preparation';

let project: FakeProject;
beforeEach(() => {
  project = new FakeProject();
});
afterEach(() => project.remove());

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('The first `npm start`', () => {
  it('installs, builds, and becomes the server in its own process, whose files only their owner can read', async () => {
    const { pid, ended } = project.start();
    const { code, output } = await ended;
    expect(output).toContain(`serving as ${pid} 77`);
    expect(code).toBe(0);
    expect(project.calls()).toEqual([npmCall, 'tsc']);
  });

  it('keeps quiet about a good installation, but for a line that says what takes so long', async () => {
    const { output } = await project.start({ INSTALL_DOES: 'echo added 4711 packages' }).ended;
    expect(output).not.toContain('4711');
    expect(output.trim().split('\n')).toHaveLength(2);
  });

  it('shows what npm said when the installation fails, does not serve, and tries again the next time', async () => {
    const { code, output } = await project.start({ INSTALL_DOES: 'echo no such package >&2; exit 7' }).ended;
    expect(output).toContain('no such package');
    expect(output).toContain('npm ci ended with 7');
    expect(output).not.toContain('serving');
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    expect((await project.start().ended).output).toContain('serving');
    expect(project.calls()).toEqual([npmCall, npmCall, 'tsc']);
  });

  it('says so when there is no npm', async () => {
    const { code, output } = await project.start({ PATH: '/nowhere' }).ended;
    expect(output).toContain('npm cannot be run');
    expect(code).toBe(1);
  });

  it('says so when it may not write where it must', async () => {
    project.write('dist', 'A file stands where a folder must.');
    const { code, output } = await project.start().ended;
    expect(output).toMatch(/^What is installed or built here is not up to date, and this user cannot bring it up to date: E[A-Z]+: .*\n$/);
    expect(code).toBe(1);
  });

  it('names the Node that it needs and the one that it was given', async () => {
    project.write('package.json', '{ "type": "module", "engines": { "node": ">=99.1" } }');
    const { code, output } = await project.start().ended;
    expect(output).toMatch(/needs Node 99\.1 or newer, and this is Node \d+\.\d+\.\d+/);
    expect(code).toBe(1);
    expect(project.calls()).toEqual([]);
  });
});

describe('A later `npm start`', () => {
  beforeEach(async () => {
    await project.start().ended;
    project.calls();
  });

  it('neither installs nor builds when nothing changed, whatever the times of the files', async () => {
    utimesSync(project.path('apps/api/src/main.ts'), new Date(), new Date());
    expect((await project.start().ended).output).toMatch(/^serving/);
    expect(project.calls()).toEqual([]);
  });

  it('installs, and builds, when the lock file changed', async () => {
    project.write('package-lock.json', '{ }');
    await project.start().ended;
    expect(project.calls()).toEqual([npmCall, 'tsc']);
  });

  it('installs when somebody emptied node_modules', async () => {
    project.delete('node_modules');
    await project.start().ended;
    expect(project.calls()).toEqual([npmCall]);
  });

  it.each(['package.json', 'tsconfig.json', 'tsconfig.build.json', 'apps/api/src/main.ts'])('builds when %s changed', async (name) => {
    project.write(name, `${readFileSync(project.path(name), 'utf8')}\n`);
    await project.start().ended;
    expect(project.calls()).toEqual(['tsc']);
  });

  it('builds when a source was added, moved or taken away, and not when a spec was', async () => {
    project.write('libs/domain/src/token.spec.ts', '');
    project.write('libs/domain/src/testing/given.ts', '');
    await project.start().ended;
    expect(project.calls()).toEqual([]);
    project.write('libs/domain/src/token.ts', '');
    await project.start().ended;
    expect(project.calls()).toEqual(['tsc']);
    project.delete('libs/domain/src/token.ts');
    await project.start().ended;
    expect(project.calls()).toEqual(['tsc']);
  });

  it('removes what no source stands behind any more, and nothing else that a running server may still load', async () => {
    for (const name of ['gone.js', 'gone.js.map', 'kept.js']) project.write(`dist/libs/domain/src/${name}`, '');
    project.write('libs/domain/src/kept.ts', '');
    await project.start().ended;
    expect(readdirSync(project.path('dist/libs/domain/src'))).toEqual(['kept.js']);
  });

  it('does not serve what does not compile, leaves the last build alone, and builds again once it is mended', async () => {
    const good = readFileSync(project.path('apps/api/src/main.ts'), 'utf8');
    project.write('dist/libs/domain/src/gone.js', '');
    project.write('apps/api/src/main.ts', `${good} // BROKEN`);
    const { code, output } = await project.start().ended;
    expect(output).toContain('error in api/src/main.ts');
    expect(output).toContain('The build failed.');
    expect(output).not.toContain('serving');
    expect(code).toBe(1);
    expect(readFileSync(project.path('dist/apps/api/src/main.js'), 'utf8')).toBe(good);
    expect(project.has('dist/libs/domain/src/gone.js')).toBe(true);
    project.write('apps/api/src/main.ts', good);
    expect((await project.start().ended).output).toMatch(/^serving/m);
  });
});

describe('A signal during the installation', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends npm and the start, and leaves nothing that hinders the next one', async (signal, exitCode) => {
    const start = project.start({ INSTALL_DOES: 'echo waiting >> calls; exec sleep 600' });
    await project.called('waiting');
    const npmPid = Number(readFileSync(project.path('npm-pid'), 'utf8'));
    expect(isAlive(npmPid)).toBe(true);
    start.kill(signal);
    const { code, output } = await start.ended;
    expect(code).toBe(exitCode);
    expect(output).not.toContain('serving');
    expect(isAlive(npmPid)).toBe(false);
    expect(project.has(lock)).toBe(false);
    expect((await project.start().ended).output).toContain('serving');
  });
});

describe('Two starts at once in one folder', () => {
  it('install once and build once, and the one that waits says for whom', async () => {
    const first = project.start({ INSTALL_DOES: 'echo waiting >> calls; while [ ! -e go ]; do sleep 0.05; done' });
    await project.called('waiting');
    const second = project.start();
    await second.printed(`Waiting for process ${first.pid}`);
    project.write('go', '');
    const [one, other] = await Promise.all([first.ended, second.ended]);
    expect(one.output).toContain(`serving as ${first.pid}`);
    expect(other.output).toContain(`serving as ${second.pid}`);
    expect(project.calls()).toEqual([npmCall, 'waiting', 'tsc']);
  });

  it('never install at the same time, however many there are', async () => {
    const guard = 'mkdir busy || echo COLLISION >> calls; sleep 0.2; rmdir busy';
    const starts = Array.from({ length: 6 }, () => project.start({ INSTALL_DOES: guard }).ended);
    for (const { code, output } of await Promise.all(starts)) expect({ code, output }).toMatchObject({ code: 0 });
    expect(project.calls()).toEqual([npmCall, 'tsc']);
    expect(readdirSync(project.path('dist')).filter((name) => name.startsWith('.keyledger-preparation'))).toEqual([]);
  });

  it('do not wait for one that was killed', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    project.write(lock, `${dead} left-behind`);
    const starts = Array.from({ length: 4 }, () => project.start().ended);
    for (const { output } of await Promise.all(starts)) expect(output).toContain('serving');
    expect(project.calls()).toEqual([npmCall, 'tsc']);
  });

  it('wait for an npm whose start was killed, and goes on all the same', async () => {
    const killed = project.start({ INSTALL_DOES: 'echo waiting >> calls; while [ ! -e go ]; do sleep 0.05; done; echo done >> calls' });
    await project.called('waiting');
    await eventually(async () => expect(readFileSync(project.path(lock), 'utf8').split(' ')).toHaveLength(3));
    killed.kill('SIGKILL');
    const next = project.start();
    await next.printed('Waiting for process');
    project.write('go', '');
    expect((await next.ended).output).toContain('serving');
    await killed.ended;
    expect(project.calls()).toEqual([npmCall, 'waiting', 'done', npmCall, 'tsc']);
  });

  it('do not wait for a process that merely has the same number as one that was killed', async () => {
    project.write(lock, `${process.pid} left-behind`);
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(project.path(lock), longAgo, longAgo);
    expect((await project.start().ended).output).toContain('serving');
  });
});
