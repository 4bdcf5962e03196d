import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectRoot, readProjectFile } from '../support/project-files.js';
import { FakeProject } from './fake-project.js';

const script = 'scripts/keyledger.mjs';
const exec = promisify(execFile);

describe('The keyledger command', () => {
  let project: FakeProject;
  beforeEach(() => {
    project = new FakeProject();
  });
  afterEach(() => project.remove());

  it('of a fresh clone installs and builds, and keeps standard output for what was asked', async () => {
    const { code, printed, output } = await project.run(script, ['users', 'list', '--json']).ended;
    expect({ code, printed }).toEqual({ code: 5, printed: 'asked users list --json\n' });
    expect(output).toContain('Installing the dependencies');
    expect(project.calls()).toEqual(['npm ci --include=dev --ignore-scripts', 'tsc']);
  });

  it('does neither when nothing changed, and builds what did', async () => {
    await project.run(script, []).ended;
    project.calls();
    expect((await project.run(script, []).ended).output).toBe('asked \n');
    expect(project.calls()).toEqual([]);
    project.write('apps/cli/src/main.ts', "console.log('asked anew')");
    expect((await project.run(script, []).ended).printed).toBe('asked anew\n');
    expect(project.calls()).toEqual(['tsc']);
  });

  it('says why it cannot, in place of an answer', async () => {
    const { code, printed, output } = await project.run(script, [], { INSTALL_DOES: 'exit 7' }).ended;
    expect({ code, printed }).toEqual({ code: 1, printed: '' });
    expect(output).toContain('npm ci ended with 7');
  });
});

describe('npx keyledger', () => {
  it('is the command of the clone that it is called in, without anything being installed or asked for', async () => {
    const clone = await mkdtemp(join(tmpdir(), 'keyledger-clone-'));
    for (const name of ['package.json', 'package-lock.json', '.npmrc', 'scripts']) {
      await cp(join(projectRoot, name), join(clone, name), { recursive: true });
    }
    const { bin } = JSON.parse(readProjectFile('package.json'));
    expect(bin).toEqual({ keyledger: script });
    expect((await stat(join(clone, script))).mode & 0o111).not.toBe(0);
    // What it would install and build is another test's; here it is only to be found.
    await cp(join(projectRoot, 'test/commands/said.mjs'), join(clone, script));
    const env = { PATH: process.env.PATH, HOME: clone, npm_config_cache: join(clone, 'cache'), npm_config_offline: 'true' };
    const { stdout } = await exec('npx', ['keyledger', 'users', '--json'], { cwd: clone, env });
    expect(stdout).toBe('said users --json\n');
    await rm(clone, { recursive: true, force: true });
  });
});
