const bucketsPerMs = 100;
const countedMsMax = 1000;

/** Counts latencies in buckets of ten microseconds; a latency above a second counts as one second. */
export function latencies() {
  const buckets = new Uint32Array(countedMsMax * bucketsPerMs + 1);
  let count = 0;
  let maxMs = 0;
  const percentile = (share) => {
    let left = Math.ceil(count * share);
    for (let i = 0; i < buckets.length; i += 1) {
      left -= buckets[i];
      if (left <= 0) return (i + 1) / bucketsPerMs;
    }
    return maxMs;
  };
  return {
    add(ms) {
      count += 1;
      maxMs = Math.max(maxMs, ms);
      buckets[Math.min(buckets.length - 1, Math.floor(ms * bucketsPerMs))] += 1;
    },
    summary: () => ({ p50Ms: percentile(0.5), p99Ms: percentile(0.99), maxMs }),
  };
}
