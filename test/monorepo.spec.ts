import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot, readProjectFile } from './support/project-files.js';

const read = (path: string) => JSON.parse(readProjectFile(path));
/** The console is bundled for browsers: no generator of Nest makes files there, and nobody imports it. */
const isCompiled = (name: string) => name !== 'console';
const foldersIn = (folder: string) =>
  readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .filter(isCompiled);

describe('The monorepo as its tools know it', () => {
  const { imports } = read('package.json');
  const programs: Record<string, { root: string; entryFile: string; sourceRoot: string }> = read('nest-cli.json').projects;

  it('has each app that runs on Node as a project of the generator, and nothing else', () => {
    expect(Object.keys(programs).sort()).toEqual(foldersIn('apps').sort());
    for (const [name, { root, sourceRoot, entryFile }] of Object.entries(programs)) {
      expect({ root, sourceRoot }).toEqual({ root: `apps/${name}`, sourceRoot: `apps/${name}/src` });
      expect(existsSync(join(projectRoot, sourceRoot, `${entryFile}.ts`))).toBe(true);
    }
  });

  it('has the default of the generator among the projects, and settings of the compiler that exist', () => {
    const { root, sourceRoot, compilerOptions } = read('nest-cli.json');
    expect(programs.api).toMatchObject({ root, sourceRoot });
    expect(existsSync(join(projectRoot, compilerOptions.tsConfigPath))).toBe(true);
  });

  it('has a name for the sources of each app and library, which leads to their folder', () => {
    const folders = ['apps', 'libs'].flatMap((kind) => foldersIn(kind).map((name) => [`#${name}/*`, `./${kind}/${name}/src/*.ts`]));
    const sources = Object.entries(imports as Record<string, { development: string }>).map(([name, { development }]) => [
      name,
      development,
    ]);
    expect(sources.sort()).toEqual(folders.sort());
  });

  it('tells editors and tools that know no conditions the same', () => {
    const { paths } = read('tsconfig.json').compilerOptions;
    const sources = Object.entries(imports as Record<string, { development: string }>).map(([name, { development }]) => [
      name,
      [development],
    ]);
    expect(paths).toEqual(Object.fromEntries(sources));
  });
});
