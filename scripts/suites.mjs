import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './child.mjs';

const workersMax = 2;

/** Runs jest on the terminal and returns `{passed, failed, skipped}`, counted in tests. */
export async function runSuites(jestArgs, env) {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-jest-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'results.json');
  const { code } = await runJest([`--maxWorkers=${workersMax}`, '--json', `--outputFile=${file}`, ...jestArgs], env);
  return count(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code);
}

/** Runs jest on our terminal and answers `{code}`. */
export function runJest(args, env = process.env) {
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js')];
  return run(process.execPath, [...node, ...args], { show: true, isFamily: true, env });
}

function count(results, code) {
  if (results === null) return { passed: 0, failed: 1, skipped: 0 };
  // A suite that cannot be loaded has no tests to count, but counts as failed.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: results.numPendingTests };
}
