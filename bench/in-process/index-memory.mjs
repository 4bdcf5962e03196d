// The index filled with tokens, as at a start and as in the life of a server: memory, stalls, and what the collector of garbage sees.
import { TokenValidity } from '#projections/token-validity/token-validity';
import { finish } from './finish.mjs';
import { ownerEvents, tokenEvents, tokenIdOf } from './token-events.mjs';

/** As many events as a busy commit hands over. */
const batchEvents = 64;
const collections = 7;

const [tokens, builds] = process.argv.slice(2).map(Number);
/** For each batch the shortest time that it took in any build: what other work on the machine added is in only one of them. */
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
// Asked last, so that it is alive until here.
if (!validity.tokens.byId(tokenIdOf(tokens - 1))) throw new Error('The last token is not in the index.');
validity = null;
const bytesPerToken = (usedWithTokens - before - ownersBytes()) / tokens;
finish({ bytesPerToken, stallMs: Math.max(...chunkMaxima(batchMs)), collectionMs });

/** By itself, so that no variable of its caller keeps the events. */
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

/** Of the heap and of what lies outside it, once all garbage is gone. */
function usedBytes() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What belongs to the owners of the tokens. */
function ownersBytes() {
  const start = usedBytes();
  const owners = indexOfOwners();
  const used = usedBytes() - start;
  if (owners.position === null) throw new Error('There are no owners.');
  return used;
}

/** Arguments of a call are bounded, and an array of ten million tokens' batches is not. */
function* chunkMaxima(values) {
  for (let from = 0; from < values.length; from += 10_000) yield Math.max(...values.subarray(from, from + 10_000));
}
