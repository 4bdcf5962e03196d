import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const { KnownCode } = await import('../../bench/measure/known-code.mjs' as string);

const benchmark = (median: number) => `
  const { writeFileSync } = await import('node:fs');
  const [name] = process.argv.slice(2);
  writeFileSync('bench/results/' + name + '.bench.json', JSON.stringify({ figures: [{ name: 'ours ÷ theirs', median: ${median} }] }));
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two commits of a project whose benchmarks tell 0.8 and 0.9. */
function twoCommits(): string[] {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  mkdirSync(join(folder, 'bench/results'), { recursive: true });
  git('init', '--quiet');
  write('package.json', JSON.stringify({ name: 'measured', version: '1.0.0', scripts: { bench: 'node bench/run.mjs' } }));
  write('package-lock.json', JSON.stringify({ name: 'measured', version: '1.0.0', lockfileVersion: 3, packages: { '': {} } }));
  write('bench/results/.gitkeep', '');
  return [0.8, 0.9].map((median) => {
    write('bench/run.mjs', benchmark(median));
    git('add', '.');
    git('commit', '--quiet', '--message', String(median));
    return git('rev-parse', 'HEAD').toString().trim();
  });
}

describe('The code of a baseline', () => {
  it('is measured by its own benchmarks, apart from the code here', async () => {
    const [older] = twoCommits();
    const known = new KnownCode(older, folder);
    expect(await known.measure(['auth'])).toEqual({ 'auth: ours ÷ theirs': { name: 'ours ÷ theirs', median: 0.8 } });
    known.remove();
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder }).toString()).toBe('');
  });

  it('cannot be measured where the history does not reach back to it, and git says so', async () => {
    twoCommits();
    const known = new KnownCode('84d266e7', folder);
    for (const _ of ['first', 'again']) await expect(known.measure(['auth'])).rejects.toThrow(/invalid reference: 84d266e7/);
  });
});
