import { describe, expect, it } from '@jest/globals';
import { classesIn, wordsOf } from './support/names.js';
import { projectFiles, readProjectFile } from './support/project-files.js';

const withoutEnding = (path: string) => path.replace(/\.(spec|contract)?\.?\w+$/, '');
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const nameOf = (path: string) => withoutEnding(path.slice(folderOf(path).length));

/** A file with request classes is named as its feature, and some features have only one class. */
const isOfOneClass = (path: string) =>
  /^(apps|libs|bench|scripts|test)\/.*\.(tsx?|mjs)$/.test(path) && !/\.(spec|contract|dto)\.ts$/.test(path);

/** The one class that a file exports, if the file is not named as it. Error classes may stand beside the functions that throw them. */
function misnamedClass(path: string, program: string): string | null {
  const exported = classesIn(program, path.endsWith('.tsx')).filter(({ isExported }) => isExported);
  if (exported.length !== 1 || /Error$/.test(exported[0].extended ?? '')) return null;
  const isSame = exported[0].name.toLowerCase() === nameOf(path).replace(/[^\w]/g, '').toLowerCase();
  return isSame ? null : `${path}: ${exported[0].name}`;
}

/** The programs in which a class may stand, found without parsing them. */
const withClasses = (paths: readonly string[]) =>
  paths.map((path) => ({ path, program: readProjectFile(path) })).filter(({ program }) => /\bclass\b/.test(program));

const singular = (word: string) => word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '');
const inAnyOrder = (path: string) => `${folderOf(path)} ${wordsOf(nameOf(path)).map(singular).sort().join(' ')}`;

/** Files of one folder whose names have the same words, in any order and number. */
function alikeIn(paths: readonly string[]): string[][] {
  const byWords = new Map<string, Set<string>>();
  for (const path of paths) byWords.set(inAnyOrder(path), (byWords.get(inAnyOrder(path)) ?? new Set()).add(withoutEnding(path)));
  return [...byWords.values()].filter(({ size }) => size > 1).map((alike) => [...alike]);
}

describe('A file with one class', () => {
  it.each([
    ['gather.ts', 'export class GatherThread {}'],
    ['email-digest.ts', 'export class EmailDigests {}'],
    ['run-jobs.ts', '@Injectable()\nexport class JobRunner { run() {} }\nexport const jobsMax = 1;'],
    ['queue.ts', 'export abstract class JobQueue<T> {}'],
  ])('is told from one that has another name: %s', (path, program) => {
    expect(misnamedClass(`libs/${path}`, program)).not.toBeNull();
  });

  it.each([
    ['job-queue.ts', 'export abstract class JobQueue<T> {}'],
    ['users.controller.ts', 'export class UsersController {}'],
    ['oauth.module.ts', 'export class OAuthModule {}'],
    ['free-space.ts', 'export class DiskFull extends Error {}\nexport function requireRoom() {}'],
    ['password.commands.ts', 'export class SetPassword {}\nexport class ChangePassword {}'],
    ['checkpoint.ts', 'class Thread {}\nexport const checkpoint = () => new Thread();'],
  ])('or has no such name to have: %s', (path, program) => {
    expect(misnamedClass(`libs/${path}`, program)).toBeNull();
  });

  it('is named as the class', () => {
    const misnamed = withClasses(projectFiles().filter(isOfOneClass)).map(({ path, program }) => misnamedClass(path, program));
    expect(misnamed.filter((found) => found !== null)).toEqual([]);
  });
});

describe('A class', () => {
  it('is named as a thing, and not as what is asked of it: no name ends in "Of"', () => {
    const programs = withClasses(projectFiles().filter((path) => /\.(tsx?|mjs)$/.test(path)));
    const named = programs.flatMap(({ path, program }) => classesIn(program, path.endsWith('.tsx')).map(({ name }) => `${path}: ${name}`));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((name) => name.endsWith('Of'))).toEqual([]);
  });
});

describe('Two files of one folder', () => {
  it.each([
    [['libs/token-row.ts', 'libs/token-rows.ts']],
    [['libs/log-copy.ts', 'libs/copy-log.ts']],
    [['libs/entry.ts', 'libs/entries.mjs']],
  ])('are told to differ by order or number alone: %p', (paths) => {
    expect(alikeIn(paths)).toEqual([paths.map(withoutEnding)]);
  });

  it('are not compared with those of other folders, nor a file with its spec', () => {
    expect(alikeIn(['libs/a/token-row.ts', 'libs/b/token-rows.ts', 'libs/a/token-row.spec.ts', 'libs/a/access.ts'])).toEqual([]);
  });

  it('never differ by the order or the number of their words alone', () => {
    expect(alikeIn(projectFiles())).toEqual([]);
  });
});
