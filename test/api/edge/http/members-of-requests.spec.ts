import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { projectFiles, projectRoot, readProjectFile } from '../../../support/project-files.js';

const features = 'apps/api/src/features/';
const sources = projectFiles().filter((path) => path.startsWith(features));
const controllers = sources.filter((path) => path.endsWith('.controller.ts'));

/** The request classes of the routes that create or change something, as their methods name them: `change: ChangeRoleRequest`. */
const taken = controllers.flatMap((path) =>
  readProjectFile(path)
    .split('@Summary(')
    .filter((route) => /@(Post|Put|Patch|Delete)\(/.test(route))
    .flatMap((route) => [...route.matchAll(/@(?:Body|Query)\(\) (\w+|\{[^}]*\}): (\w+)/g)].map(([, as, type]) => ({ path, as, type }))),
);
const requestClasses = [...new Set(taken.map(({ type }) => type))].filter((type) => type.endsWith('Request'));

const added = (type: string) => `addedTo${type}`;
const withOneMore = (source: string) =>
  source.replace(/^export class (\w+)[^{]*\{\n/gm, (head, type) => `${head}  readonly ${added(type)}?: string;\n`);

/** What the compiler says of a copy of the sources in which every request class has an additional member. */
function complaints(directory: string): string {
  for (const name of ['apps', 'libs', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(projectRoot, name), join(directory, name), { recursive: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(directory, 'node_modules'));
  for (const path of sources.filter((each) => each.endsWith('.dto.ts'))) {
    writeFileSync(join(directory, path), withOneMore(readProjectFile(path)));
  }
  try {
    return execFileSync(process.execPath, ['node_modules/typescript/lib/tsc.js', '-p', 'tsconfig.build.json', '--noEmit'], {
      cwd: directory,
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('What a request may have', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keyledger-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('is handed on whole: no controller takes members by name, and forgets those that come later', () => {
    expect(requestClasses.length).toBeGreaterThan(8);
    expect(taken.filter(({ as }) => as.startsWith('{'))).toEqual([]);
  });

  it('is made use of: a member that is added to the class alone does not compile', () => {
    const said = complaints(directory);
    expect(requestClasses.filter((type) => !said.includes(added(type)))).toEqual([]);
    expect(requestClasses).toContain('RevokeTokenRequest');
  });
});
