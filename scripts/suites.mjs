import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './child.mjs';
import { unseenMembers } from './seen-members.mjs';
import { inMemory } from './test-folder.mjs';

/** One more than the processors of the machine on which suites are measured: one that waits for a process or a clock leaves one idle. */
const workersMax = 3;

/**
 * Runs jest on the terminal and returns `{passed, failed, skipped}`, counted in tests. Where all suites are run, that they saw every member
 * of every answer is one test more.
 */
export async function runSuites(jestArgs, env) {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-jest-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'results.json');
  const members = join(folder, 'members');
  mkdirSync(members);
  const all = jestArgs.length === 0 ? { ...env, KEYLEDGER_TEST_SEEN_MEMBERS: members } : env;
  const { code } = await runJest([`--maxWorkers=${workersMax}`, '--json', `--outputFile=${file}`, ...jestArgs], all);
  const counts = count(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code);
  return jestArgs.length === 0 ? withSeenMembers(counts, unseenMembers(members)) : counts;
}

function withSeenMembers({ passed, failed, skipped }, unseen) {
  for (const sentence of unseen) process.stdout.write(`✗ ${sentence}\n`);
  return { passed: passed + (unseen.length === 0), failed: failed + (unseen.length > 0), skipped };
}

/** Runs jest on our terminal and answers `{code}`. */
export function runJest(args, env = process.env) {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js')];
  return run(process.execPath, [...node, ...args], { show: true, isFamily: true, env: inMemory(env) });
}

function count(results, code) {
  if (results === null) return { passed: 0, failed: 1, skipped: 0 };
  // A suite that cannot be loaded has no tests to count, but counts as failed.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: results.numPendingTests };
}
