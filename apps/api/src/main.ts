import { takeBootstrapPassword } from '#installation/before-anything';

// The import is dynamic, because a static one would be loaded before the lines above run.
const { serve } = await import('./serve.js');
await serve(takeBootstrapPassword());
