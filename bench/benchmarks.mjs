import { activity } from './activity.bench.mjs';
import { auth } from './auth.bench.mjs';
import { cascade } from './cascade.bench.mjs';
import { commands } from './commands.bench.mjs';
import { exchange } from './exchange.bench.mjs';
import { expiry } from './expiry.bench.mjs';
import { index } from './index.bench.mjs';
import { introspection } from './introspection.bench.mjs';
import { keys } from './keys.bench.mjs';
import { reading } from './reading.bench.mjs';
import { replay } from './replay.bench.mjs';
import { start } from './start.bench.mjs';

/** Every benchmark, in the order in which they run. */
export const benchmarks = { auth, keys, exchange, introspection, commands, replay, index, start, cascade, expiry, activity, reading };
