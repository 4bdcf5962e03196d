import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { productVersion } from '../openapi/version.js';

const resolutionMs = 10;
const quantiles = [0.5, 0.9, 0.99, 1] as const;

/** What this program is, and how it and its machine are doing. Answers how to stop measuring. */
export function processMetrics(registry: Registry): () => void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: resolutionMs });
  const registers = [registry];
  const build = new Gauge({
    name: 'keyledger_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'] as const,
    registers,
  });
  build.set({ version: productVersion, node: process.versions.node }, 1);
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  new Gauge({
    name: 'keyledger_event_loop_delay_seconds',
    help: 'How late timers ran since the last scrape: what every request waits at least. Quantile 1 is the worst.',
    labelNames: ['quantile'] as const,
    registers,
    collect() {
      for (const quantile of quantiles) {
        // Node measures from one timer to the next, so that an idle loop shows the resolution.
        const lateMs = Math.max(0, delay.percentile(quantile * 100) / 1e6 - resolutionMs);
        this.set({ quantile }, lateMs / 1000);
      }
      delay.reset();
    },
  });
  return () => delay.disable();
}
