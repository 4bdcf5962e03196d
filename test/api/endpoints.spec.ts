import { describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from '#api/edge/openapi/routes';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { runningApp } from '../support/running-app.js';

const files = projectFiles();
const specs = files.filter((file) => /^test\/api\/.*\.spec\.ts$/.test(file));

/** What the specs in this folder describe, as in `describe('DELETE /v1/verifiers/{id}', …)`, by endpoint. */
function described(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of specs) {
    for (const [, endpoint] of readProjectFile(path).matchAll(/^describe\('((?:GET|POST|PUT|PATCH|DELETE) \/[^ ']*)/gm)) {
      found.set(endpoint, [...(found.get(endpoint) ?? []), path]);
    }
  }
  return found;
}

describe('Every endpoint', () => {
  const app = runningApp();
  const served = () => routesOf(app().get(DiscoveryService)).map(({ method, path }) => `${method} ${path}`);

  it('has a spec that is named as it is', () => {
    const specified = described();
    expect(served().filter((endpoint) => !specified.has(endpoint))).toEqual([]);
  });

  it('that a spec is named as is served', () => {
    const routes = new Set(served());
    expect([...described().keys()].filter((endpoint) => !routes.has(endpoint))).toEqual([]);
  });

  it('is described in one folder, that of its feature', () => {
    const folders = [...described()].map(([endpoint, paths]) => [endpoint, ...new Set(paths.map((path) => path.replace(/\/[^/]+$/, '')))]);
    expect(folders.filter(({ length }) => length > 2)).toEqual([]);
  });
});

describe('A folder of specs', () => {
  /** The folders of the code that the specs of a folder test: a folder, or one file that needs several specs. */
  const homes = [
    { tests: 'test/api/v1/', code: ['apps/api/src/features/', 'apps/api/src/'] },
    { tests: 'test/api/edge/', code: ['apps/api/src/edge/'] },
  ];

  it.each(homes)('in $tests is named as what it tests', ({ tests, code }) => {
    const folders = specs.filter((path) => path.startsWith(tests)).map((path) => path.slice(tests.length).replace(/\/?[^/]+$/, ''));
    const lies = (folder: string) =>
      files.some((path) => code.some((start) => path.startsWith(`${start}${folder}/`) || path === `${start}${folder}.ts`));
    expect([...new Set(folders)].filter((folder) => !lies(folder))).toEqual([]);
  });
});
