import { takeBootstrapPassword } from '#installation/before-anything';

// The worker has no use for it, and keeps it from everything else.
takeBootstrapPassword();
// The import is dynamic, because a static one would be loaded before the lines above run.
const { runAlone } = await import('./run-alone.js');
await runAlone();
