import { takeBootstrapPassword } from '#installation/before-anything';

// The worker does not use this password; taking it hides it from all other code.
takeBootstrapPassword();
// The import is dynamic, because a static one would be loaded before the lines above run.
const { runAlone } = await import('./run-alone.js');
await runAlone();
