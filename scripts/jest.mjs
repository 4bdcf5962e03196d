// `npm run jest -- …`: installs and builds what changed, then runs these suites, without the checks and the optional suites.
import './node-version.mjs';

const { prepare, PreparationFailed } = await import('./prepare.mjs');
const { runJest } = await import('./suites.mjs');

try {
  await prepare();
  process.exitCode = (await runJest(process.argv.slice(2))).code;
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
