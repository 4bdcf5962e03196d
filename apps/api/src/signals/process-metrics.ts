import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { productVersion } from '#installation/version';

const resolutionMs = 10;
const percentiles = [50, 90, 99, 100] as const;
/**
 * Node's own counts of open handles and requests; their names end in `_total` although they are gauges, which checkers of metrics object
 * to.
 */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Version, process and machine metrics. Returns a function that stops the measuring. */
export function processMetrics(registry: Registry): () => void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: resolutionMs });
  for (const name of misnamed) registry.removeSingleMetric(name);
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
    help: 'How late timers ran since the last scrape: what every request waits at least. Percentile 100 is the worst.',
    labelNames: ['percentile'] as const,
    registers,
    collect() {
      for (const percentile of percentiles) {
        // Node measures from one timer to the next, so an idle loop shows the timer's resolution.
        const lateMs = Math.max(0, delay.percentile(percentile) / 1e6 - resolutionMs);
        this.set({ percentile }, lateMs / 1000);
      }
      delay.reset();
    },
  });
  return () => delay.disable();
}
