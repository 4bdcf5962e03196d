import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { type Node, nodesIn } from '../support/source-declarations.js';

/** How many arguments each of Jest's functions takes before the limit of time. */
const argumentsMax: Readonly<Record<string, number>> = {
  it: 2,
  test: 2,
  beforeAll: 1,
  beforeEach: 1,
  afterAll: 1,
  afterEach: 1,
};

/** `it` of `it`, `it.only` and `it.each(rows)`; undefined of `it.each`, whose arguments are rows. */
function jestFunction(callee: Node): string | undefined {
  if (callee?.type === 'Identifier') return callee.value;
  if (callee?.type === 'CallExpression') return jestFunction(callee.callee.object);
  if (callee?.type === 'TaggedTemplateExpression') return jestFunction(callee.tag.object);
  if (callee?.type !== 'MemberExpression' || callee.property.value === 'each') return undefined;
  return jestFunction(callee.object);
}

/** Whether this is `jest.setTimeout`. */
const setsOne = ({ object, property }: Node) => object?.value === 'jest' && property?.value === 'setTimeout';

/** How many limits of time the text gives to tests or to what is done around them. */
function limitsIn(text: string): number {
  const tree = parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' });
  const calls = [...nodesIn(tree)].filter(({ type }) => type === 'CallExpression');
  const isLimited = ({ callee, arguments: given }: Node) => {
    const most = argumentsMax[jestFunction(callee) ?? ''] ?? Number.POSITIVE_INFINITY;
    return given.length > most || setsOne(callee);
  };
  return calls.filter(isLimited).length;
}

/** A clock whose readings are good for nothing but to be compared, and a time of day that is compared with another. */
const measured =
  /\bperformance\.now\(|\bhrtime\b|\bmonitorEventLoopDelay\b|\bcpuUsage\b|[<>]=? *Date\.now\(\)|\bDate\.now\(\) *(- *[a-z]|[<>])/;

/** Three wait, keep busy or are a clock, and do not measure how long anything takes; the first compares a process with itself at rest. */
const keepersOfTime = ['bad-input/loop-delay.ts', 'support/eventually.ts', 'support/keep-busy.ts', 'support/test-clock.ts'];

describe('A test', () => {
  const tests = projectFiles().filter(
    (path) => /^(test|libs|apps)\/.+\.(ts|mjs)$/.test(path) && /^test\/|\.(spec|contract)\.ts$/.test(path),
  );

  it('has no limit of time of its own: one in jest.config.mjs is for all, and for what hangs', () => {
    const texts = tests.map((path) => ({ path, text: readProjectFile(path) })).filter(({ text }) => text.includes('@jest/globals'));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(({ text }) => limitsIn(text) > 0).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    'it("a", () => {}, 1000);',
    'it("a", async () => {}, limitMs);',
    'it.only("a", () => {}, 1000);',
    'it.each([1, 2])("a %d", () => {}, 1000);',
    'it.each`a\\n1`("a $a", () => {}, 1000);',
    'describe("a", () => { beforeAll(async () => {}, 1000); });',
    'jest.setTimeout(1000);',
  ])('is seen to have one in %s', (text) => expect(limitsIn(text)).toBe(1));

  it.each(['it("a", () => {});', 'it.each([1], [2], [3])("a %d", () => {});', 'await import("a");', 'afterAll(() => app.close());'])(
    'is seen to have none in %s',
    (text) => expect(limitsIn(text)).toBe(0),
  );

  it('measures no time: benchmarks do, and what must not take long is counted in turns, calls or appends', () => {
    const itself = 'test/architecture/time-in-tests.spec.ts';
    expect(tests.filter((path) => path !== itself && measured.test(readProjectFile(path)))).toEqual(
      keepersOfTime.map((path) => `test/${path}`),
    );
  });
});
