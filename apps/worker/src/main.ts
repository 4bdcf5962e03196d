import { takeBootstrapPassword } from '#installation/before-anything';

// The worker has no use for it, and keeps it from everything else.
takeBootstrapPassword();
// Only now: a static import would be loaded before what stands there.
const { runAlone } = await import('./run-alone.js');
await runAlone();
