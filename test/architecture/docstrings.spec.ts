import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { projectFiles, readProjectFile } from '../support/project-files.js';

const isLibrary = (path: string) => /^libs\/[\w-]+\/src\/.*\.ts$/.test(path) && !/\.spec\.ts$/.test(path) && !path.includes('/testing/');

/** Names of exported functions and classes, also those that are constants, without a documentation comment right before them. */
function undocumentedIn(text: string): string[] {
  const bytes = Buffer.from(text);
  return parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' }).body.flatMap((item) => {
    if (item.type !== 'ExportDeclaration') return [];
    const { declaration } = item;
    // The parser counts bytes from 1, and a decorator belongs to the class behind it.
    const before = bytes
      .subarray(0, item.span.start - 1)
      .toString()
      .replace(/\n@\w+\([^\n]*\)\s*$/, '\n');
    if (/\*\/\s*$/.test(before)) return [];
    if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') return [declaration.identifier.value];
    if (declaration.type !== 'VariableDeclaration') return [];
    return declaration.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression' ? [id.value] : [],
    );
  });
}

describe('What a library exports', () => {
  it('says in a sentence what it is, in what shape and unit it takes and answers, and how it fails', () => {
    const libraries = projectFiles().filter(isLibrary);
    expect(libraries.flatMap((path) => undocumentedIn(readProjectFile(path)).map((name) => `${path}: ${name}`))).toEqual([]);
  });
});

describe('The measuring itself', () => {
  it.each([
    ['export function f(a: string) {}', ['f']],
    ['export const f = (a: string) => a;', ['f']],
    ['export class C {}', ['C']],
    ['@Injectable()\nexport class C {}', ['C']],
    ['/** Says. */\nexport function f() {}\nexport function g() {}', ['g']],
    ['/** ü. */\nexport class C {}', []],
    ['/** Says. */\n@Injectable()\nexport class C {}', []],
    ['/** Says. */\nexport const f = (a: string) => a;', []],
    ['export const max = 3;\nfunction f() {}', []],
  ])('finds in %j: %j', (text, names) => expect(undocumentedIn(text)).toEqual(names));
});
