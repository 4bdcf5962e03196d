import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot, readProjectFile } from '../support/project-files.js';
import { runningApp } from '../support/running-app.js';
import { ServerProcess } from '../support/server-process.js';

const folder = join(projectRoot, 'dist/programs');
const names = readdirSync(folder);
const scripts = names.filter((name) => name.endsWith('.js'));
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('The bundled programs', () => {
  const app = runningApp();

  it('are the server, the worker, and the threads that these begin', () => {
    expect(scripts.filter((name) => !/-[A-Z0-9]{8}\.js$/.test(name)).sort()).toEqual([
      'api.js',
      'password-strength-thread.js',
      'snapshot-thread.js',
      'wal-checkpoint-thread.js',
      'worker.js',
    ]);
  });

  it('import nothing from elsewhere but what is installed with them', () => {
    const { dependencies } = JSON.parse(readProjectFile('package.json'));
    const packageOf = (path: string) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] as string;
    const imported = scripts.flatMap((name) =>
      [...textOf(name).matchAll(/^import (?:[^;"]* from )?"([^."][^"]*)";$/gm)].map(([, path]) => path),
    );
    const packages = new Set(imported.filter((path) => !isBuiltin(path)).map(packageOf));
    expect(packages).toContain('argon2');
    expect([...packages].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('keep the names of classes, by which the OpenAPI document calls its schemas', async () => {
    const server = await ServerProcess.start();
    try {
      const answer = await fetch(`${server.url}/openapi.json`);
      expect(await answer.json()).toEqual((await app().request('GET', '/openapi.json')).body);
    } finally {
      await server.remove();
    }
  });

  it('lead from each of their parts to the sources, for stack traces', () => {
    const sources = scripts.flatMap((name) => JSON.parse(textOf(`${name}.map`)).sources as string[]);
    expect(sources).toEqual(expect.arrayContaining(['../../apps/api/src/serve.ts', '../../libs/domain/src/verdict.ts']));
  });
});
