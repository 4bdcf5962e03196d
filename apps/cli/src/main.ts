#!/usr/bin/env node
import '#installation/before-anything';

// The import is dynamic, because a static one would be loaded before the lines above run.
await import('./process.js');
