// Fills the index with tokens, as at a start and as during the life of a server: memory, stalls, and what the garbage collector visits.
import { TokenValidity } from '#projections/token-validity/token-validity';
import { finish } from './finish.mjs';
import { ownerEvents, tokenEvents, tokenIdOf } from './token-events.mjs';

/** The size of a commit of a busy server. */
const batchEvents = 64;
const collections = 7;

const [tokens, builds] = process.argv.slice(2).map(Number);
/** The shortest time of each batch over all builds: interference from other work on the machine affects only one of them. */
const batchMs = new Float64Array(Math.ceil(tokens / batchEvents)).fill(Number.POSITIVE_INFINITY);
const before = usedBytes();
let validity;
for (let build = 0; build < builds; build += 1) {
  validity = indexOfOwners();
  for (let batch = 0; batch < batchMs.length; batch += 1) {
    const first = batch * batchEvents;
    const events = tokenEvents(first, Math.min(batchEvents, tokens - first));
    const startedAt = performance.now();
    validity.apply(events);
    batchMs[batch] = Math.min(batchMs[batch], performance.now() - startedAt);
  }
}
const usedWithTokens = usedBytes();
const collectionMs = Array.from({ length: collections }, collect);
// This use keeps the index alive until here.
if (!validity.tokens.byId(tokenIdOf(tokens - 1))) throw new Error('The last token is not in the index.');
validity = null;
const bytesPerToken = (usedWithTokens - before - ownersBytes()) / tokens;
finish({ bytesPerToken, stallMs: Math.max(...chunkMaxima(batchMs)), collectionMs });

/** A function of its own, so that no variable of its caller keeps the events alive. */
function indexOfOwners() {
  const index = new TokenValidity();
  index.apply(ownerEvents());
  return index;
}

function collect() {
  const startedAt = performance.now();
  globalThis.gc();
  return performance.now() - startedAt;
}

/** Memory in the heap and outside it, after a garbage collection. */
function usedBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Measures the memory of the tokens' owners. */
function ownersBytes() {
  const start = usedBytes();
  const owners = indexOfOwners();
  const used = usedBytes() - start;
  if (owners.position === null) throw new Error('There are no owners.');
  return used;
}

/** The number of arguments of a call is limited, and ten million tokens have more batches. */
function* chunkMaxima(values) {
  for (let from = 0; from < values.length; from += 10_000) yield Math.max(...values.subarray(from, from + 10_000));
}
