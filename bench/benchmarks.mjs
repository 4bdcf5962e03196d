import { auth } from './auth.bench.mjs';
import { exchange } from './exchange.bench.mjs';
import { introspection } from './introspection.bench.mjs';
import { keys } from './keys.bench.mjs';

/** Every benchmark, in the order in which they run. */
export const benchmarks = { auth, keys, exchange, introspection };
