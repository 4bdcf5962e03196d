import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { readProjectFile } from '../support/project-files.js';
import { Scrape } from '../support/scrape.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort } from '../support/server-process.js';

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

const dashboard = JSON.parse(readProjectFile('ops/grafana/keyledger-dashboard.json'));
const panels: Panel[] = dashboard.panels;
const rules: Rule[] = parse(readProjectFile('ops/prometheus/keyledger-alerts.yml')).groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
);
const expressions = [...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)), ...rules.map(({ expr }) => expr)];

/** Each metric that an expression reads, with the labels that it asks for and those values that it asks for by name. */
function readIn(expression: string) {
  return [...expression.matchAll(/\b((?:keyledger|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(([, metric, selector = '']) => ({
    metric,
    matchers: [...selector.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(([, label, operator, value]) => ({ label, operator, value })),
  }));
}

/** Given by Prometheus to whatever it scrapes. */
const ofPrometheus = ['job', 'instance'];

describe('The dashboard and the alert rules', () => {
  let server: ServerInProcess;
  let scrape: Scrape;
  beforeAll(async () => {
    const port = await freePort();
    server = await ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } });
    const client = await Client.signIn(server);
    await client.request('GET', '/v1/users');
    await fetch(`${server.url}/v1/auth`);
    // Node tells of collected garbage once it has collected some.
    scrape = await eventually(async () => {
      const shown = await Scrape.of(port);
      expect(shown.names()).toContain('nodejs_gc_duration_seconds_sum');
      return shown;
    });
  });
  afterAll(() => server.remove());
  const samplesOf = (metric: string) => scrape.samples().filter(([series]) => series.split('{', 1)[0] === metric);
  const valuesOf = (metric: string, label: string) =>
    new Set(samplesOf(metric).map(([series]) => new RegExp(`[{,]${label}="([^"]*)"`).exec(series)?.[1]));

  it('read only what a running server shows', () => {
    const metrics = expressions.flatMap((expression) => readIn(expression).map(({ metric }) => metric));
    expect(new Set(metrics).size).toBeGreaterThan(25);
    expect([...new Set(metrics)].filter((metric) => !scrape.names().has(metric))).toEqual([]);
  });

  it('ask only for labels that there are, and for values that they can have', () => {
    for (const { metric, matchers } of expressions.flatMap(readIn)) {
      for (const { label, operator, value } of matchers.filter((each) => !ofPrometheus.includes(each.label))) {
        const known = [...valuesOf(metric, label)];
        expect([metric, label, known.filter((each) => each !== undefined).length]).not.toEqual([metric, label, 0]);
        const asked = operator === '=' || operator === '!=' ? [value] : value.split('|').filter((each) => /^[\w-]+$/.test(each));
        expect([metric, label, asked.filter((each) => !known.includes(each))]).toEqual([metric, label, []]);
      }
    }
    for (const expression of expressions) {
      const metrics = readIn(expression).map(({ metric }) => metric);
      const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels]) => labels.split(/,\s*/));
      for (const label of grouped.filter((each) => !ofPrometheus.includes(each)))
        expect([expression, label, metrics.some((metric) => valuesOf(metric, label).size > 0)]).toEqual([expression, label, true]);
    }
  });

  it('leave out nothing that is measured of Keyledger', () => {
    const shown = new Set(panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => readIn(expr).map(({ metric }) => metric))));
    const withoutEnding = (metric: string) => metric.replace(/_(bucket|sum|count)$/, '');
    const roots = new Set([...shown].map(withoutEnding));
    const missing = [...scrape.names()].filter((metric) => metric.startsWith('keyledger_') && !roots.has(withoutEnding(metric)));
    expect([...new Set(missing.map(withoutEnding))]).toEqual([]);
  });

  it('close every bracket that they open', () => {
    for (const expression of expressions) {
      const outside = expression.replace(/"[^"]*"/g, '');
      let left = outside.replace(/[^(){}[\]]/g, '');
      for (let before = ''; before !== left; ) {
        before = left;
        left = left.replace(/\(\)|\{\}|\[\]/g, '');
      }
      expect([expression, left]).toEqual([expression, '']);
    }
  });
});

describe('The dashboard', () => {
  it('can be imported: panels that say what they show, side by side, from a data source that is chosen', () => {
    expect(dashboard).toMatchObject({ uid: 'keyledger', title: 'Keyledger', schemaVersion: 39 });
    expect(dashboard.templating.list.map(({ name }: { name: string }) => name)).toEqual(['datasource', 'job', 'instance']);
    const shown = panels.filter(({ type }) => type !== 'row');
    for (const { title, description } of shown) expect([title, description]).toEqual([title, expect.stringMatching(/\.$/)]);
    const fields = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(fields).size).toBe(fields.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

describe('Each alert', () => {
  it('has a name of its own, a sentence, and a section that says what to do', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, annotations } of rules) {
      expect(alert).toMatch(/^Keyledger[A-Z]\w+$/);
      expect(annotations.summary).toMatch(/\.$/);
      const [place, anchor] = annotations.runbook_url.split('#');
      const headings = [...readProjectFile(place.replace('{{ $externalLabels.keyledger_docs }}', 'docs')).matchAll(/^#+ (.*)$/gm)].map(
        ([, title]) => title.toLowerCase().replace(/[^\w]+/g, '-'),
      );
      expect([alert, headings.includes(anchor)]).toEqual([alert, true]);
    }
  });

  it('is loaded by the example of a scrape', () => {
    const example = parse(readProjectFile('ops/prometheus/scrape.yml'));
    expect(Object.keys(example.global.external_labels)).toEqual(['keyledger_docs']);
    expect(example.rule_files).toEqual(['keyledger-alerts.yml']);
    expect(example.scrape_configs[0].static_configs[0].targets[0]).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});
