import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { nodesIn } from '../support/source-declarations.js';

/**
 * In how many source files each name may stand. A change of what a field means visits all of them, so these numbers only go down: a field
 * that is handed on whole (`...terms`, `scopeOf(account)`) is not named again, and a file that need not know it should not. Lower a
 * number as soon as the code allows; raise none, but look for the file that now knows a field without needing to. Only a new kind of
 * thing that has the field, as API keys have a role, or a surface that words it, may add the files that are about it.
 */
const filesMax: Readonly<Record<string, number>> = { role: 50, expiresAt: 36, workspaceIds: 8 };

/** Fields that cost no more than their stream, their request class, their handler and their view. */
const narrow = ['firstName', 'lastName', 'serviceAccountAllowance'];
const narrowFilesMax = 4;

const isSource = (path: string) => /^(apps|libs)\/.*\.ts$/.test(path) && !/\.spec\.ts$/.test(path) && !path.includes('/testing/');

/** Every name that stands in the code of a file as a variable, a member or a key; comments and texts do not count. */
function namesIn(text: string): ReadonlySet<string> {
  const { body } = parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' });
  return new Set([...nodesIn(body)].filter(({ type }) => type === 'Identifier').map(({ value }) => value));
}

const sources = projectFiles()
  .filter(isSource)
  .map((path) => ({ path, text: readProjectFile(path) }));
const filesWith = (name: string) => sources.filter(({ text }) => text.includes(name) && namesIn(text).has(name)).map(({ path }) => path);

describe('A field', () => {
  it('stands in as few files as before, or in fewer: then the number here is lowered', () => {
    const counted = Object.keys(filesMax).map((name) => [name, filesWith(name).length]);
    expect(Object.fromEntries(counted)).toEqual(filesMax);
  });

  it.each(narrow)(`is no dearer than ${narrowFilesMax} files on its own surface: %s`, (name) => {
    const files = filesWith(name).filter((path) => !path.includes('/label-studio/'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(narrowFilesMax);
  });
});

describe('The measuring itself', () => {
  it.each([
    'const role = 1;',
    'export const of = (a: { b: number }) => a.role;',
    'export interface A {\n  readonly role: string;\n}',
    'export const of = ({ role }: A) => 1;',
    'export const a = { role: 1 };',
    'class A {\n  constructor(private readonly role: string) {}\n}',
    'class A {\n  role!: string;\n}',
  ])('finds the name in: %s', (text) => {
    expect(namesIn(text).has('role')).toBe(true);
  });

  it.each(['// The role.', "export const a = 'role';", 'export const roles = 1;'])('finds none in: %s', (text) => {
    expect(namesIn(text).has('role')).toBe(false);
  });
});
