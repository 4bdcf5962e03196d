import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { isFullRun } from '../support/full-run.js';
import { projectFiles, projectRoot, readProjectFile } from '../support/project-files.js';

describe('The benchmarks', () => {
  const quick = isFullRun ? ['commands', 'replay', 'index', 'start', 'cascade', 'expiry', 'activity', 'reading'] : ['commands', 'replay'];

  it(`run in their quick form, and print a table each (${quick.join(', ')})`, () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['bench/run.mjs', '--quick', '--without-peers', ...(isFullRun ? [] : quick)],
      {
        cwd: projectRoot,
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([0, '']);
    const ran = [...stdout.matchAll(/^(\w+): .+\?\nfigure +median +target/gm)].map(([, name]) => name);
    expect(ran).toEqual(quick);
  });

  it('are all in the list that runs', () => {
    const files = projectFiles().flatMap((path) => /^bench\/(\w+)\.bench\.mjs$/.exec(path)?.[1] ?? []);
    const { stdout } = spawnSync(process.execPath, ['bench/run.mjs', 'nothing'], { cwd: projectRoot, encoding: 'utf8' });
    expect(stdout).toMatch(/There is no benchmark nothing/);
    expect([...stdout.matchAll(/\b\w+\b/g)].map(([word]) => word)).toEqual(expect.arrayContaining(files));
  });

  it('say of what was measured how it was measured, and nothing of whose machine it was', () => {
    for (const path of projectFiles().filter((path) => /^bench\/results\/.+\.json$/.test(path))) {
      for (const { on } of [JSON.parse(readProjectFile(path))].flat()) {
        expect(Object.keys(on).sort()).toEqual(['cores', 'memoryGiB', 'node', 'platform', 'processor']);
      }
    }
  });
});
