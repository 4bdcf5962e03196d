#!/usr/bin/env node
import '../before-anything.js';

// Only now: a static import would be loaded before what stands there.
await import('./process.js');
