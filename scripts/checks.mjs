import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './child.mjs';
import { lockFileFaults } from './lock-file.mjs';

const tool = (path, ...args) => run(process.execPath, [join(root, 'node_modules', path), ...args]);

const checkedFolders = ['apps', 'libs', 'test', 'bench', 'examples', 'scripts'].filter((folder) => existsSync(join(root, folder)));

/** The checks, the easiest to understand first. Each returns `{code, output}`; code 0 is a pass. */
export const checks = [
  {
    title: 'every package-lock.json is complete, exact and names no registry',
    check: async () => {
      const faults = lockFileFaults();
      return { code: faults.length, output: faults.map((fault) => `${fault}\n`).join('') };
    },
  },
  { title: 'the types are right', check: () => tool('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit') },
  { title: 'the types of the console are right', check: () => tool('typescript/bin/tsc', '-p', 'apps/console/tsconfig.json') },
  {
    title: 'format and lint: no error, no warning',
    check: () => tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off', '.'),
  },
  {
    title: 'imports follow the architecture',
    check: () => tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', ...checkedFolders),
  },
  {
    title: 'generated pages are up to date',
    // Without a generator there are no generated pages.
    applies: () => existsSync(join(root, 'scripts/generate-docs.mjs')),
    check: () => run(process.execPath, ['scripts/generate-docs.mjs', '--check']),
  },
];
