import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from '../support/project-files.js';

const sources = projectFiles().filter((path) => /^apps\/console\/src\/.*\.tsx?$/.test(path));
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
const code = (path: string) => withoutComments(readProjectFile(path));

interface Import {
  readonly from: string;
  readonly isType: boolean;
}

const importsOf = (path: string): Import[] => [
  ...[...code(path).matchAll(/^import (type )?[^'"]*?from '([^']+)';/gms)].map(([, type, from]) => ({ from, isType: type !== undefined })),
  ...[...code(path).matchAll(/\bimport\('([^']+)'\)/g)].map(([, from]) => ({ from, isType: false })),
];

/** The file of the console that a relative import means. */
const fileOf = (path: string, from: string) => {
  const target = join(dirname(path), from).replace(/\.js$/, '');
  return [`${target}.ts`, `${target}.tsx`].find((each) => sources.includes(each)) ?? null;
};

const having = (pattern: RegExp, ...but: readonly string[]) => sources.filter((path) => !but.includes(path) && pattern.test(code(path)));

describe('The console', () => {
  it('is found', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(50);
  });

  it('takes types alone from the rest of the project', () => {
    const faults = sources.flatMap((path) =>
      importsOf(path)
        .filter(({ from, isType }) => from.startsWith('#') && !isType)
        .map(({ from }) => `${path}: ${from}`),
    );
    expect(faults).toEqual([]);
  });

  it('imports files that exist, of itself and nothing above it', () => {
    const lost = sources.flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => from.startsWith('.') && !from.endsWith('.css') && fileOf(path, from) === null)
        .map(({ from }) => `${path}: ${from}`),
    );
    expect(lost).toEqual([]);
  });

  it('has no circle of imports', () => {
    const next = (path: string) => importsOf(path).flatMap(({ from }) => (from.startsWith('.') ? [fileOf(path, from)] : []));
    const reaches = (from: string, target: string, seen = new Set<string>()): boolean =>
      next(from).some((file) => {
        if (file === null || seen.has(file)) return false;
        seen.add(file);
        return file === target || reaches(file, target, seen);
      });
    expect(sources.filter((path) => reaches(path, path))).toEqual([]);
  });

  it('has parts that know no page, and an api that knows neither parts nor pages', () => {
    const knows = (room: string, ...others: readonly string[]) =>
      sources
        .filter((path) => path.startsWith(`apps/console/src/${room}/`))
        .flatMap((path) => importsOf(path).map(({ from }) => fileOf(path, from) ?? ''))
        .filter((file) => others.some((other) => file.startsWith(`apps/console/src/${other}/`)));
    expect(knows('parts', 'pages', 'shell')).toEqual([]);
    expect(knows('api', 'parts', 'pages', 'shell')).toEqual([]);
    expect(knows('pages', 'shell')).toEqual([]);
  });

  it('sends from one place, and asks for what a page shows in its queries alone', () => {
    expect(having(/\bfetch\(/, 'apps/console/src/api/call.ts')).toEqual([]);
    expect(having(/\bXMLHttpRequest\b|\bEventSource\b|\bWebSocket\b|\bsendBeacon\b/)).toEqual([]);
    const asks = having(/\bcall<|\bcall\(/).filter((path) => !/\.queries\.ts$|^apps\/console\/src\/api\//.test(path));
    expect(asks).toEqual([]);
  });

  it('asks one clock, which is the server’s', () => {
    expect(having(/\bDate\.now\b|\bnew Date\(\)/, 'apps/console/src/api/clock.ts')).toEqual([]);
  });

  it('makes no markup and no script of a text, and keeps nothing in the browser but preferences', () => {
    expect(having(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/)).toEqual([]);
    expect(having(/\bstyle="/)).toEqual([]);
    expect(having(/\blocalStorage\b/, 'apps/console/src/theme/preferences.ts')).toEqual([]);
    expect(having(/\bsessionStorage\b|\bindexedDB\b|document\.cookie|\bcaches\./)).toEqual([]);
  });
});
