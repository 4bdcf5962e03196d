// `npm start`: installs and builds what changed, then becomes the server, in this process: one signal ends all there is.
import './node-version.mjs';

const { prepare, PreparationFailed } = await import('./prepare.mjs');
try {
  await prepare();
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
process.umask(0o077);
process.setSourceMapsEnabled(true);
await import('../dist/apps/api/src/main.js');
