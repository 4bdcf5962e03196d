import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from './support/project-files.js';

const api = 'apps/api/src';
const cruiser = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const rules = join(projectRoot, '.dependency-cruiser.mjs');

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** A project that consists of imports only: each file, and what it imports. */
const files: Readonly<Record<string, readonly string[]>> = {
  [`${api}/app.ts`]: ['edge/http/filter', 'dialects/toys/toys', 'features/plans/plans'],
  [`${api}/edge/ids.ts`]: [],
  [`${api}/edge/http/filter.ts`]: ['edge/ids'],
  [`${api}/edge/http/knows-a-feature.ts`]: ['features/plans/plans'],
  [`${api}/edge/http/knows-a-dialect.ts`]: ['dialects/toys/toys'],
  [`${api}/edge/http/knows-the-whole.ts`]: ['app'],
  [`${api}/edge/http/in-a-circle.ts`]: ['edge/pages/page'],
  [`${api}/edge/pages/page.ts`]: [],
  [`${api}/edge/pages/in-a-circle.ts`]: ['edge/http/filter'],
  [`${api}/features/plans/plans.ts`]: ['edge/http/filter', 'edge/ids'],
  [`${api}/features/plans/knows-a-dialect.ts`]: ['dialects/toys/toys'],
  [`${api}/features/plans/knows-the-pre-router.ts`]: ['pre-router/handler'],
  [`${api}/dialects/toys/toys.ts`]: ['features/plans/plans', 'edge/http/filter'],
  [`${api}/dialects/games/knows-toys.ts`]: ['dialects/toys/toys'],
  [`${api}/pre-router/handler.ts`]: ['dialects/toys/toys', 'features/plans/plans'],
  [`${api}/health/knows-a-dialect.ts`]: ['dialects/toys/toys'],
};

describe('The rules for imports', () => {
  let directory: string;
  let violations: Violation[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-imports-'));
    for (const [path, imports] of Object.entries(files)) {
      const up = '../'.repeat(path.slice(api.length + 1).split('/').length - 1) || './';
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), [...imports.map((to) => `import '${up}${to}.js';`), 'export const it = 1;\n'].join('\n'));
    }
    violations = await violationsIn(directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const brokenBy = (path: string) => violations.filter(({ from }) => from === `${api}/${path}.ts`).map(({ rule }) => rule.name);

  it.each(['app', 'edge/http/filter', 'features/plans/plans', 'dialects/toys/toys', 'pre-router/handler'])('are kept by %s', (path) => {
    expect(brokenBy(path)).toEqual([]);
  });

  it.each(['knows-a-feature', 'knows-a-dialect', 'knows-the-whole'])('refuse an edge that %s', (name) => {
    expect(brokenBy(`edge/http/${name}`)).toContain('edge-knows-no-feature-and-no-dialect');
  });

  it.each(['knows-a-dialect', 'knows-the-pre-router'])('refuse a feature that %s', (name) => {
    expect(brokenBy(`features/plans/${name}`)).toContain('features-know-the-edge-and-each-other');
  });

  it('refuse a dialect that knows another', () => {
    expect(brokenBy('dialects/games/knows-toys')).toEqual(['dialects-know-no-other-dialect']);
  });

  it('refuse a dialect that is named outside of the composition and the pre-router handlers', () => {
    expect(brokenBy('health/knows-a-dialect')).toEqual(['dialects-are-known-where-the-api-is-put-together']);
  });

  it('refuse a circle of folders that is no circle of files', () => {
    const circles = violations.filter(({ rule }) => rule.name === 'no-circles-of-folders').map(({ from, to }) => [from, to]);
    expect(circles).toContainEqual([`${api}/edge/http`, `${api}/edge/pages`]);
    expect(circles).toContainEqual([`${api}/edge/pages`, `${api}/edge/http`]);
    expect(brokenBy('edge/http/in-a-circle')).toEqual([]);
    expect(brokenBy('edge/pages/in-a-circle')).toEqual([]);
  });
});

/** The violations that the project's own rules find there, run as `npm test` runs them. */
function violationsIn(directory: string): Promise<Violation[]> {
  const args = [cruiser, '--config', rules, '--output-type', 'json', 'apps'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (!stdout) return reject(error ?? new Error(stderr));
      resolve(JSON.parse(stdout).summary.violations);
    });
  });
}
