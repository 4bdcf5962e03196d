#!/usr/bin/env node
// `npx keyledger` and `npm run keyledger`: installs and builds what changed, then becomes the command line.
import './before-anything.mjs';
import './node-version.mjs';

const { runBuilt } = await import('./run-built.mjs');
await runBuilt('apps/cli/src/main.js');
