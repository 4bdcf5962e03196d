import { Histogram, type Registry } from 'prom-client';

/** From ten microseconds, since what is counted here is done within one turn of the event loop unless something is wrong. */
const secondsBuckets = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5];
const columns = secondsBuckets.length + 1;

interface Description {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** Durations in buckets, for what happens so often that observing a histogram would cost too much: one array, read at a scrape. */
export class DurationCounts {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  /** One row for each set of labels that will be registered. */
  constructor(rows: number) {
    this.#counts = new Float64Array(rows * columns);
    this.#sums = new Float64Array(rows);
  }

  note(row: number, seconds: number): void {
    let column = 0;
    while (column < secondsBuckets.length && seconds > secondsBuckets[column]) column += 1;
    this.#counts[row * columns + column] += 1;
    this.#sums[row] += seconds;
  }

  /** Registers a histogram; `labels` are those of each row, in order. Every row exists from the start, so that rates begin at zero. */
  register(registry: Registry, { name, help, labelNames }: Description, labels: readonly Readonly<Record<string, string>>[]): void {
    const histogram = new Histogram({ name, help, labelNames, buckets: secondsBuckets, registers: [registry] });
    const values = () => labels.flatMap((ofRow, row) => this.#valuesOf(name, row, ofRow));
    // The registry asks for values; the histogram's own could be set only by observing each duration again.
    Object.assign(histogram, { getForPromString: async () => ({ name, help, type: 'histogram', values: values(), aggregator: 'sum' }) });
  }

  #valuesOf(name: string, row: number, labels: Readonly<Record<string, string>>) {
    let total = 0;
    const buckets = [...secondsBuckets, '+Inf'].map((le, column) => {
      total += this.#counts[row * columns + column];
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: total };
    });
    const sum = { metricName: `${name}_sum`, labels, value: this.#sums[row] };
    return [...buckets, sum, { metricName: `${name}_count`, labels, value: total }];
  }
}
