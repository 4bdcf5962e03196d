// `npm run worker`: installs and builds what changed, then becomes the worker alone.
import './before-anything.mjs';
import './node-version.mjs';

const { runBuilt } = await import('./run-built.mjs');
await runBuilt('programs/worker.js');
