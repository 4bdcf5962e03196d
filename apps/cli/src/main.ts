#!/usr/bin/env node
import '#installation/before-anything';

// Only now: a static import would be loaded before what stands there.
await import('./process.js');
