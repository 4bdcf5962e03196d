// `npm start`: installs and builds what changed, then becomes the server.
import './before-anything.mjs';
import './node-version.mjs';

const { runBuilt } = await import('./run-built.mjs');
await runBuilt('programs/api.js');
