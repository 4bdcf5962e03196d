import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isFullRun } from '../support/full-run.js';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { ProjectCopy } from './project-copy.js';
import { readGuide, type Step, textAfter } from './read-guide.js';

const folder = 'docs/guides/';
const names = projectFiles()
  .filter((path) => path.startsWith(folder))
  .map((path) => path.slice(folder.length).replace(/\.md$/, ''));

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy();
});
afterEach(() => copy.undo());
afterAll(() => copy.remove());

describe('A guide', () => {
  it.each(names)('says truly how many files it takes: %s', (name) => {
    const { files, steps } = readGuide(name);
    expect(new Set(steps.map(({ path }) => path)).size).toBe(files);
  });

  it.each(names)('is linked from CONTRIBUTING.md: %s', (name) => {
    expect(readProjectFile('CONTRIBUTING.md')).toContain(`(${folder}${name}.md)`);
  });

  it('compiles when it is followed to the letter, and keeps the house rules, and so do all of them together', () => {
    for (const name of names) copy.follow(readGuide(name).steps);
    expect(copy.build()).toBe('');
    expect(copy.format()).toBe('');
    expect(copy.test(['test/architecture.spec.ts', 'test/architecture/'])).toBe('');
  });
});

describe('"Add a field", followed by machine', () => {
  const { steps, commands } = readGuide('add-a-field');
  const suites = commands.flatMap((line) => /^npm run jest -- (.*)$/.exec(line)?.[1].split(' ') ?? []);
  const sections = [...new Set(steps.filter(({ path }) => !path.startsWith('test/')).map(({ section }) => section))];
  /** The test that the guide changes. */
  const changed = ['-t', 'with the account and its credential'];

  it('ends green', () => {
    copy.follow(steps);
    expect(copy.build()).toBe('');
    expect(copy.test(suites)).toBe('');
  });

  it.each(isFullRun ? sections : sections.slice(0, 1))('does not end green without "%s"', (left) => {
    copy.follow(steps.filter(({ section }) => section !== left));
    expect(copy.build() || copy.test([...suites, ...changed])).not.toBe('');
  });
});

describe('The following itself', () => {
  const step: Step = { section: '', path: 'a.ts', isNewFile: false, text: ' one\n-two\n+2\n' };

  it('puts lines where the guide shows them', () => expect(textAfter(step, 'zero\none\ntwo\nthree\n')).toBe('zero\none\n2\nthree\n'));

  it.each([
    ['nowhere', 'one\nthree\n'],
    ['twice', 'one\ntwo\none\ntwo\n'],
  ])('fails where the lines stand %s', (often, before) => expect(() => textAfter(step, before)).toThrow(`stand ${often} in a.ts`));

  it('fails where a new file is there already, and where none is there', () => {
    expect(() => textAfter({ ...step, isNewFile: true }, 'one\n')).toThrow('is there already');
    expect(() => textAfter(step, null)).toThrow('does not exist');
  });
});
