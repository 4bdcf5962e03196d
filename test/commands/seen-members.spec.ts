import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeProject } from './fake-project.js';

/** Stands in for jest: one test passes, and two workers write down what SUITES_SAY, if they are asked to. */
const runner = `
import { writeFileSync } from 'node:fs';
const [file] = process.argv.flatMap((argument) => /^--outputFile=(.*)/.exec(argument)?.[1] ?? []);
writeFileSync(file, JSON.stringify({ numPassedTests: 1, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0 }));
const folder = process.env.KEYLEDGER_TEST_SEEN_MEMBERS;
const [one, other] = JSON.parse(process.env.SUITES_SAY);
const write = (name, lines) => writeFileSync(folder + '/' + name + '.txt', lines.map((line) => line + '\\n').join(''));
if (folder) { write('1', one); write('2', other); }
`;
const counting = `
import { runSuites } from './suites.mjs';
const { passed, failed } = await runSuites(process.argv.slice(2), process.env);
console.log(passed + ' passed, ' + failed + ' failed');
`;

describe('A run of all suites', () => {
  let project: FakeProject;
  beforeEach(async () => {
    project = new FakeProject();
    project.write('node_modules/jest/bin/jest.js', runner);
    project.write('node_modules/package.json', '{"type":"module"}');
    project.write('scripts/counting.mjs', counting);
  });
  afterEach(() => project.remove());

  const run = async (args: string[], ...say: string[][]) =>
    (await project.run('scripts/counting.mjs', args, { SUITES_SAY: JSON.stringify(say) }).ended).printed;
  const documented = ['documented Token.id', 'documented Token.name'];

  it('passes once more when its suites together saw every member that is documented', async () => {
    expect(await run([], [...documented, 'seen Token.name'], ['seen Token.id'])).toBe('2 passed, 0 failed\n');
  });

  it('fails for a member that no suite saw, and names it', async () => {
    expect(await run([], [...documented, 'seen Token.id'], ['seen Token.id', ...documented])).toBe(
      '✗ No suite saw a value of Token.name, which the OpenAPI document has.\n1 passed, 1 failed\n',
    );
  });

  it('fails when nothing was written down at all', async () => {
    expect(await run([], [], [])).toBe('✗ No suite wrote down which members of answers it saw.\n1 passed, 1 failed\n');
  });

  it('of some suites asks for no members', async () => {
    expect(await run(['libs/domain'], documented, [])).toBe('1 passed, 0 failed\n');
  });
});
