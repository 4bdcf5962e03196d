import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { integration } from '../support/integration.js';
import { projectRoot, readProjectFile } from '../support/project-files.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort } from '../support/server-process.js';
import { alertCases } from './alert-cases.js';

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}
interface Alert {
  readonly state: 'pending' | 'firing';
  readonly annotations: Readonly<Record<string, string>>;
}
interface Rule {
  readonly name: string;
  readonly health: string;
  readonly alerts: readonly Alert[];
}

const rulesFile = 'keyledger-alerts.yml';
const pauseMs = 200;
const rulesPath = join(projectRoot, 'ops/prometheus', rulesFile);
const rules: { alert: string }[] = parse(readProjectFile(`ops/prometheus/${rulesFile}`)).groups.flatMap(
  (group: { rules: { alert: string }[] }) => group.rules,
);
const panels: { title: string; targets?: { expr: string }[] }[] = JSON.parse(
  readProjectFile('ops/grafana/keyledger-dashboard.json'),
).panels;

/** The real Prometheus with the example of a scrape, but for the port, and every second. */
class Prometheus {
  readonly #ended: Promise<unknown>;

  private constructor(
    private readonly directory: string,
    private readonly url: string,
    private readonly process: ChildProcess,
  ) {
    this.#ended = once(process, 'close');
  }

  static async start(binary: string, metricsPort: number): Promise<Prometheus> {
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const example = await readFile(join(projectRoot, 'ops/prometheus/scrape.yml'), 'utf8');
    const often = example.replace('127.0.0.1:9464', `127.0.0.1:${metricsPort}`).replace('scrape_interval: 15s', 'scrape_interval: 1s');
    const file = join(directory, 'prometheus.yml');
    await writeFile(file, often.replace('global:\n', 'global:\n  evaluation_interval: 1s\n'));
    await copyFile(rulesPath, join(directory, rulesFile));
    const port = await freePort();
    const options = [`--config.file=${file}`, `--storage.tsdb.path=${join(directory, 'data')}`, `--web.listen-address=127.0.0.1:${port}`];
    return new Prometheus(directory, `http://127.0.0.1:${port}/api/v1`, spawn(binary, options, { stdio: 'ignore' }));
  }

  /** @throws Error with what Prometheus says of the query */
  async query(query: string): Promise<readonly Sample[]> {
    const answer = await fetch(`${this.url}/query`, { method: 'POST', body: new URLSearchParams({ query }) });
    const { data, error } = (await answer.json()) as { data: { result: readonly Sample[] }; error?: string };
    if (error) throw new Error(`${query}: ${error}`);
    return data.result;
  }

  async rules(): Promise<readonly Rule[]> {
    const answer = await fetch(`${this.url}/rules`);
    const { data } = (await answer.json()) as { data: { groups: { rules: Rule[] }[] } };
    return data.groups.flatMap((group) => group.rules);
  }

  async scrapes(): Promise<number> {
    const [sample] = await this.query('count_over_time(keyledger_ready[1h])');
    return Number(sample?.value[1] ?? 0);
  }

  async scrapedAgain(times: number): Promise<void> {
    const before = await this.scrapes().catch(() => 0);
    await eventually(async () => expect(await this.scrapes()).toBeGreaterThanOrEqual(before + times), pauseMs);
  }

  async remove(): Promise<void> {
    this.process.kill('SIGKILL');
    // It may be writing a file until then.
    await this.#ended;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** What a server is asked in a day: each panel shows some of it. */
async function keepServerBusy(server: ServerInProcess): Promise<void> {
  const client = await Client.signIn(server);
  const expiresAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
  await client.request('POST', '/v1/tokens', { kind: 'personal', expiresAt });
  const body = JSON.stringify({ email: 'nobody@example.org', password: 'not-the-one-that-was-chosen' });
  await fetch(`${server.url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await fetch(`${server.url}/v1/auth`, { headers: { authorization: 'Bearer nothing' } });
  await client.request('GET', '/v1/users');
}

integration('prometheus', 'The real Prometheus', (binary) => {
  const promtool = (...args: string[]) => promisify(execFile)(join(dirname(binary), 'promtool'), args);
  let metricsPort: number;
  let server: ServerInProcess;
  let prometheus: Prometheus;
  beforeAll(async () => {
    metricsPort = await freePort();
    server = await ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(metricsPort) } });
    // A stop writes the first snapshot of the index.
    await server.restart();
    prometheus = await Prometheus.start(binary, metricsPort);
    await prometheus.scrapedAgain(2);
    expect((await (await Client.signIn(server)).request('POST', '/v1/backups')).status).toBe(202);
    // A series that begins with its first observation has a rate only once it has grown from one scrape to a later one.
    for (let round = 0; round < 2; round += 1) {
      await keepServerBusy(server);
      await prometheus.scrapedAgain(2);
    }
  });
  afterAll(async () => {
    await prometheus?.remove();
    await server?.remove();
  });

  it('finds nothing wrong with the alert rules', async () => {
    const { stdout } = await promtool('check', 'rules', rulesPath);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  it('fires each alert when it should, and not otherwise', async () => {
    expect(alertCases.map(({ alert }) => alert).sort()).toEqual(rules.map(({ alert }) => alert).sort());
    const at = (series: Readonly<Record<string, string>>, alert: string, minutes: number, count: number) => ({
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      promql_expr_test: [
        {
          expr: `count(ALERTS{alertname="${alert}", alertstate="firing"})`,
          eval_time: `${minutes}m`,
          exp_samples: count === 0 ? [] : [{ labels: '{}', value: count }],
        },
      ],
    });
    const tests = alertCases.flatMap(({ alert, minutes, fires, rests }) => [at(fires, alert, minutes, 1), at(rests, alert, minutes, 0)]);
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const file = join(directory, 'tests.yml');
    await writeFile(file, stringify({ rule_files: [rulesPath], evaluation_interval: '1m', tests }));
    await promtool('test', 'rules', file);
    await rm(directory, { recursive: true });
  });

  it('evaluates each rule on what a server shows, and fires only what is true of it', async () => {
    // The rules are evaluated on what was scraped before, and a scrape of a busy machine may fail.
    await eventually(async () => {
      const evaluated = await prometheus.rules();
      expect(evaluated.map(({ name, health }) => [name, health])).toEqual(rules.map(({ alert }) => [alert, 'ok']));
      const firing = evaluated.flatMap(({ name, alerts }) =>
        alerts.filter(({ state }) => state === 'firing').map((alert) => ({ name, alert })),
      );
      expect(firing.map(({ name }) => name)).toEqual(['KeyledgerTokensExpire']);
      expect(firing[0].alert.annotations).toEqual({
        summary: expect.stringMatching(/^2 tokens on 127\.0\.0\.1:\d+ expire within a week\.$/),
        runbook_url: 'https://docs.example.org/keyledger/how-to/watch-it.md#tokens-expire',
      });
    }, pauseMs);
  });

  it('answers the query of each panel with numbers', async () => {
    const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(queries.length).toBeGreaterThan(40);
    for (const { title, expr } of queries) {
      // Of everything since the start, however long that is ago; after a scrape that failed there is nothing until the next one.
      const query = expr.replaceAll('$__rate_interval', '1h').replaceAll(/\$(job|instance)/g, '.*');
      await eventually(async () => {
        const numbers = (await prometheus.query(query)).map(({ value }) => Number(value[1]));
        expect([title, expr, numbers.some(Number.isFinite)]).toEqual([title, expr, true]);
      }, pauseMs);
    }
  });

  it('notices that a server is gone', async () => {
    await server.stop();
    await eventually(async () => {
      const down = (await prometheus.rules()).find(({ name }) => name === 'KeyledgerDown');
      expect(down?.alerts.map(({ state }) => state)).toEqual([expect.stringMatching(/^(pending|firing)$/)]);
    }, pauseMs);
  });
});
