import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from '../support/project-files.js';

const files = projectFiles();
const sources = files.filter((path) => /^apps\/console\/src\/.*\.tsx?$/.test(path));
const users = [...sources, ...files.filter((path) => /^test\/console\/.*\.ts$/.test(path))];
const styles = files.filter((path) => /^apps\/console\/src\/.*\.css$/.test(path));
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
const codes = new Map([...users, ...styles].map((path) => [path, withoutComments(readProjectFile(path))]));
const code = (path: string) => codes.get(path) as string;

/** The names that a file gives to others. */
const exportsOf = (text: string) =>
  [...text.matchAll(/^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm)].map(([, name]) => name);

/** Whether a file imports another one, at its beginning or when that is needed, and speaks of the name. */
const uses = (path: string, file: string, name: string) => {
  const text = code(path);
  if (!text.includes(name)) return false;
  const imported = [...text.matchAll(/(?:\bfrom |\bimport\()'(\.[^']+)\.js'/g)].map(([, from]) => join(dirname(path), from));
  return imported.includes(file.replace(/\.tsx?$/, '')) && new RegExp(`\\b${name}\\b`).test(text);
};

/** Words that a file may give to an element as classes, and the beginnings of those that are put together. */
const texts = sources.map(code).join('\n');
const isGiven = (name: string) =>
  new RegExp(`['"\`\\s]${name}(?![\\w-])`).test(texts) ||
  [...texts.matchAll(/([\w-]+-)\$\{/g)].some(([, beginning]) => name.startsWith(beginning));

/** The classes of React Aria's own elements. */
const isForeign = (name: string) => name.startsWith('react-aria-');

describe('The console has no dead code:', () => {
  it('everything that a file exports is used by another', () => {
    const all = sources.flatMap((file) => exportsOf(code(file)).map((name) => ({ file, name })));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ file, name }) => !users.some((path) => path !== file && uses(path, file, name)))).toEqual([]);
  });

  it('every class that a style is for is given to an element', () => {
    const selectors = styles
      .map(code)
      .join('\n')
      .replace(/\{[^{}]*\}|@import [^;]*;/g, '');
    const classes = new Set([...selectors.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name));
    expect(classes.size).toBeGreaterThan(50);
    expect([...classes].filter((name) => !isForeign(name) && !isGiven(name))).toEqual([]);
  });

  it('every class that an element is given has a style, or is what a script looks for', () => {
    const known = [...styles.map(code), texts].join('\n');
    const given = [...texts.matchAll(/(?:className|look)="([^"]+)"/g)].flatMap(([, names]) => names.split(' '));
    expect(given.length).toBeGreaterThan(50);
    expect([...new Set(given)].filter((name) => !new RegExp(`\\.${name}(?![\\w-])`).test(known))).toEqual([]);
  });
});
