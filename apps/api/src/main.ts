import { takeBootstrapPassword } from '#installation/before-anything';

// Only now: a static import would be loaded before what stands there.
const { serve } = await import('./serve.js');
await serve(takeBootstrapPassword());
