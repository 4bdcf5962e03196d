// `npm run test:mutation`: installs and builds what changed, and what mutates, and runs it; arguments go to Stryker.
import './node-version.mjs';

const { join } = await import('node:path');
const { root, run } = await import('./child.mjs');
const { prepare, PreparationFailed } = await import('./prepare.mjs');
const { installApart } = await import('./install-apart.mjs');

const folder = 'test/mutation';

try {
  await prepare();
  await installApart(folder, (line) => process.stderr.write(`${line}\n`));
  const stryker = join(root, folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { code } = await run(process.execPath, [stryker, 'run', ...process.argv.slice(2)], { show: true, isFamily: true });
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
