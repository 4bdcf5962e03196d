import { Gauge, type Registry } from 'prom-client';

type Eventually<T> = T | Promise<T>;

/** A gauge that is read when it is scraped. */
export function gauge(registry: Registry, name: string, help: string, read: () => Eventually<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}

/** A gauge with one value for each value of a label; all values are read at a scrape. */
export function gaugeBy(
  label: string,
  registry: Registry,
  name: string,
  help: string,
  read: () => Eventually<Iterable<readonly [value: string, reading: number]>>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const readings = await read();
      // All values are set in one turn, because two scrapes may run at once.
      this.reset();
      for (const [value, reading] of readings) this.set({ [label]: value }, reading);
    },
  });
}
