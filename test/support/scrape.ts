/** One scrape: every series by its name and labels, as Prometheus would store it. */
export class Scrape {
  private constructor(readonly text: string) {}

  static async of(port: number): Promise<Scrape> {
    // The listener ends a connection after some seconds without a question, perhaps in the moment of the next one.
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } });
    if (answer.status !== 200) throw new Error(`The scrape was answered ${answer.status}.`);
    return new Scrape(await answer.text());
  }

  /** Each line that is a sample: `name{label="value"}` and its value. */
  samples(): [series: string, value: number][] {
    return this.text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]);
  }

  /** The sum of all series of this name that have these labels; undefined when there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const found = this.samples().filter(([series]) => {
      const [own, rest = ''] = series.split(/\{(.*)\}$/);
      return own === name && wanted.every((each) => rest.split(/,(?=\w+=)/).includes(each));
    });
    return found.length === 0 ? undefined : found.reduce((sum, [, value]) => sum + value, 0);
  }

  /** Names of all metrics, with the endings that histograms give their series. */
  names(): Set<string> {
    return new Set(this.samples().map(([series]) => series.replace(/\{.*/, '')));
  }

  valuesOf(label: string): Set<string> {
    return new Set([...this.text.matchAll(new RegExp(`[{,]${label}="([^"]*)"`, 'g'))].map(([, value]) => value));
  }
}
