// `npm test`: installs and builds what changed, runs the checks, then every suite; arguments go to jest.
// The last line is always `N passed, N failed`, a check counting as one test; the exit code says the same.
import './node-version.mjs';

const { prepare, PreparationFailed } = await import('./prepare.mjs');
const { checks } = await import('./checks.mjs');
const { integrations } = await import('./integrations.mjs');
const { runSuites } = await import('./suites.mjs');

const say = (line) => process.stdout.write(`${line}\n`);
const args = process.argv.slice(2);
const isCheckOnly = args.includes('--check-only');
let passed = 0;
let failed = 0;

try {
  await prepare();
  await runChecks();
  if (!isCheckOnly) await runTests(args);
} catch (error) {
  failed += 1;
  say(error instanceof PreparationFailed ? error.message : error.stack);
}
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runChecks() {
  for (const { title, applies = () => true, check } of checks) {
    if (!applies()) continue;
    const { code, output } = await check();
    if (code === 0) passed += 1;
    else failed += 1;
    say(code === 0 ? `✓ ${title}` : `✗ ${title}\n${output}`);
  }
}

async function runTests(jestArgs) {
  const found = await Promise.all(integrations.map(async (part) => ({ ...part, value: await part.find() })));
  const unknown = (process.env.REQUIRE_INTEGRATION ?? '').split(',').filter((name) => name && !found.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`REQUIRE_INTEGRATION names what there is not: ${unknown.join(', ')}.`);
  const env = { ...process.env };
  for (const { variable, value } of found) {
    if (value === null) delete env[variable];
    else env[variable] = value;
  }
  const counts = await runSuites(jestArgs, env);
  passed += counts.passed;
  failed += counts.failed;
  for (const { name, missing } of found.filter(({ value }) => value === null)) say(`\n!!! NOT RUN: ${name}: ${missing}.`);
  if (counts.skipped > 0) say(`!!! ${counts.skipped} tests were not run.`);
  say('');
}
