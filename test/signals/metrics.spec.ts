import { once } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { rawAnswer } from '../support/raw-http.js';
import { Scrape } from '../support/scrape.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort } from '../support/server-process.js';

const metricsPort = (port: number) => ({ environment: { KEYLEDGER_METRICS_PORT: String(port), KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' } });

describe('The listener for metrics', () => {
  it('is there only if a port is named, on this machine only, and shows nothing that is not asked for by GET', async () => {
    const port = await freePort();
    const server = await ServerInProcess.start(metricsPort(port));
    const status = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method }).then((answer) => answer.status);
    expect(await status('/metrics')).toBe(200);
    expect(await status('/metrics?name=x')).toBe(200);
    expect(await status('/')).toBe(404);
    expect(await status('/toString')).toBe(404);
    expect(await status('/metrics', 'POST')).toBe(405);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    const outside = Object.values(networkInterfaces()).flatMap((all) =>
      all?.filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const address of outside) await expect(fetch(`http://${address?.address}:${port}/metrics`)).rejects.toThrow();
    await server.stop();
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
    await server.remove();
  });

  it('does not keep a stop waiting, however many scrapers hold their connections', async () => {
    const port = await freePort();
    const server = await ServerInProcess.start(metricsPort(port));
    const scrapers = Array.from({ length: 5 }, () => rawAnswer(port, 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n').catch(() => 'reset'));
    await server.stop();
    await Promise.all(scrapers);
    await server.remove();
  });

  it('refuses the start with a sentence when its port is taken, or is that of the API', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } })).rejects.toThrow(
      `KEYLEDGER_METRICS_PORT is ${port}, but something listens on 127.0.0.1:${port} already.`,
    );
    await expect(ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: '5', PORT: '5' } })).rejects.toThrow(
      'KEYLEDGER_METRICS_PORT and PORT are both 5',
    );
    other.close();
  });
});

describe('A scrape', () => {
  let port: number;
  let server: ServerInProcess;
  let client: Client;
  beforeAll(async () => {
    port = await freePort();
    server = await ServerInProcess.start(metricsPort(port));
    client = await Client.signIn(server);
  });
  afterAll(() => server.remove());
  const scrape = () => Scrape.of(port);
  const auth = (authorization: string) => fetch(`${server.url}/v1/auth`, { headers: { authorization } }).then(({ status }) => status);

  it('counts what was answered by the template of its route, and each answer of the hot route once', async () => {
    const { body: user } = await client.request('POST', '/v1/users', { email: 'counted@example.org', role: 'annotator' });
    const before = await scrape();
    const labels = { route: '/v1/users/:id', method: 'GET', status: '200' };
    for (let i = 0; i < 3; i += 1) await client.request('GET', `/v1/users/${user.id}`);
    await auth('Bearer x.y.z');
    await fetch(`${server.url}/v1/auth`, { headers: { 'keyledger-min-position': 'none' } });
    const after = await scrape();
    const grown = (metric: string, of: Record<string, string>) => (after.value(metric, of) ?? 0) - (before.value(metric, of) ?? 0);
    expect(grown('keyledger_http_requests_total', labels)).toBe(3);
    expect(grown('keyledger_http_request_duration_seconds_count', { route: '/v1/users/:id' })).toBe(3);
    expect(grown('keyledger_http_requests_total', { route: '/v1/auth', status: '401' })).toBe(1);
    expect(grown('keyledger_http_requests_total', { route: '/v1/auth', status: '503' })).toBe(1);
    expect(grown('keyledger_http_requests_total', { route: '/v1/auth' })).toBe(2);
  });

  it('counts introspections that were answered before the router with those behind it, each once', async () => {
    const { body: verifier } = await client.request('POST', '/v1/verifiers', { name: 'counted' });
    const headers = { authorization: `Bearer ${verifier.credential}` };
    const introspect = (body: URLSearchParams) => fetch(`${server.url}/oauth/introspect`, { method: 'POST', headers, body });
    for (const token of ['x', 'y', '']) await (await introspect(new URLSearchParams({ token }))).text();
    const after = await scrape();
    const labels = { route: '/oauth/introspect', method: 'POST' };
    expect(after.value('keyledger_http_requests_total', { ...labels, status: '200' })).toBe(2);
    expect(after.value('keyledger_http_requests_total', { ...labels, status: '400' })).toBe(1);
    expect(after.value('keyledger_http_request_duration_seconds_count', labels)).toBe(1);
  });

  it('counts verdicts by what was presented and why it was refused', async () => {
    const { body: issued } = await client.request('POST', '/v1/tokens', { kind: 'legacy' });
    const { body: personal } = await client.request('POST', '/v1/tokens', { kind: 'personal' });
    const before = await scrape();
    expect(await auth(`Token ${issued.credential}`)).toBe(200);
    expect(await auth(`Bearer ${issued.credential}`)).toBe(401);
    expect(await auth(`Bearer ${personal.credential}`)).toBe(401);
    await client.request('DELETE', `/v1/tokens/${issued.token.id}`);
    expect(await auth(`Token ${issued.credential}`)).toBe(401);
    expect(await auth('Bearer nothing')).toBe(401);
    const after = await scrape();
    const grown = (kind: string, reason: string) =>
      (after.value('keyledger_verdicts_total', { kind, reason }) as number) -
      (before.value('keyledger_verdicts_total', { kind, reason }) as number);
    expect([
      grown('legacy', 'none'),
      grown('legacy', 'scheme-mismatch'),
      grown('legacy', 'revoked'),
      grown('personal', 'scheme-mismatch'),
      grown('none', 'unknown'),
    ]).toEqual([1, 1, 1, 1, 1]);
    expect(after.value('keyledger_verdicts_total', { outcome: 'refused', reason: 'none' })).toBeUndefined();
  });

  it('measures each answer before the router, and each verdict by its reason', async () => {
    const { body: verifier } = await client.request('POST', '/v1/verifiers', { name: 'measured' });
    const { body: issued } = await client.request('POST', '/v1/tokens', { kind: 'legacy' });
    const before = await scrape();
    expect(await auth(`Token ${issued.credential}`)).toBe(200);
    expect(await auth('Bearer nothing')).toBe(401);
    await fetch(`${server.url}/v1/auth`, { headers: { 'keyledger-min-position': 'none' } });
    const headers = { authorization: `Bearer ${verifier.credential}` };
    await fetch(`${server.url}/oauth/introspect`, { method: 'POST', headers, body: new URLSearchParams({ token: 'x' }) });
    const after = await scrape();
    const grown = (metric: string, of: Record<string, string>) =>
      (after.value(metric, of) as number) - (before.value(metric, of) as number);
    for (const [route, answers] of Object.entries({ '/v1/auth': 3, '/oauth/introspect': 1 })) {
      expect(grown('keyledger_pre_router_duration_seconds_count', { route })).toBe(answers);
      expect(grown('keyledger_pre_router_duration_seconds_bucket', { route, le: '+Inf' })).toBe(answers);
      expect(grown('keyledger_pre_router_duration_seconds_sum', { route })).toBeGreaterThan(0);
    }
    for (const [reason, verdicts] of Object.entries({ 'scheme-mismatch': 0, unknown: 2 })) {
      expect(grown('keyledger_verdict_duration_seconds_count', { outcome: 'refused', reason })).toBe(verdicts);
    }
    expect(grown('keyledger_verdict_duration_seconds_count', { outcome: 'active' })).toBeGreaterThanOrEqual(1);
    expect(after.value('keyledger_verdict_duration_seconds_bucket', { outcome: 'active', le: '0.00001' })).toBeLessThanOrEqual(
      after.value('keyledger_verdict_duration_seconds_bucket', { outcome: 'active', le: '5' }) as number,
    );
  });

  it('counts each sign-in that failed by why, also those that the log records together', async () => {
    const signIn = (email: string) => {
      const body = JSON.stringify({ email, password: 'not-the-one-that-was-chosen' });
      return fetch(`${server.url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    };
    const before = await scrape();
    for (let i = 0; i < 3; i += 1) expect((await signIn(server.ownerEmail)).status).toBe(401);
    expect((await signIn('nobody@example.org')).status).toBe(401);
    const after = await scrape();
    const failures = (shown: Scrape, reason: string) => shown.value('keyledger_sign_in_failures_total', { reason });
    const reasons = ['wrong-password', 'unknown-account', 'disabled', 'throttled'];
    expect(reasons.map((reason) => failures(before, reason))).toEqual([0, 0, 0, 0]);
    expect(reasons.map((reason) => failures(after, reason))).toEqual([3, 1, 0, 0]);
  });

  it('measures appends, what they stored, and how many shared a group', async () => {
    const before = await scrape();
    const names = Array.from({ length: 20 }, (_, i) => client.request('POST', '/v1/verifiers', { name: `verifier ${i}` }));
    expect((await Promise.all(names)).map(({ status }) => status)).toEqual(names.map(() => 201));
    const after = await scrape();
    const grown = (metric: string, of?: Record<string, string>) => (after.value(metric, of) ?? 0) - (before.value(metric, of) ?? 0);
    expect(grown('keyledger_appended_events_total', { type: 'VerifierCreated' })).toBe(20);
    // What was refused before is recorded together when its minute is over, which may be now.
    const all = grown('keyledger_appended_events_total');
    const appends = grown('keyledger_append_duration_seconds_count', { outcome: 'stored' });
    expect([appends >= 20, appends <= all]).toEqual([true, true]);
    expect(grown('keyledger_append_group_events_sum')).toBe(all);
    expect(grown('keyledger_append_group_events_count')).toBeLessThanOrEqual(all);
    expect(grown('keyledger_log_position')).toBe(all);
    expect(after.value('keyledger_append_duration_seconds_count', { outcome: 'unavailable' })).toBe(0);
    expect(after.value('keyledger_appends_in_flight')).toBe(0);
  });

  it('shows the state of projections, jobs, index and process', async () => {
    // The read models apply what was written a moment later.
    const shown = await eventually(async () => {
      const scraped = await scrape();
      for (const projection of ['token-validity', 'token-directory', 'user-directory', 'deadlines', 'activity-log']) {
        for (const metric of ['lag_events', 'lag_seconds', 'parked_events'])
          expect(scraped.value(`keyledger_projection_${metric}`, { projection })).toBe(0);
      }
      return scraped;
    });
    for (const state of ['waiting', 'retrying', 'failed']) expect(shown.value(`keyledger_jobs_${state}`, { kind: 'token-expiry' })).toBe(0);
    expect(shown.value('keyledger_index_tokens')).toBeGreaterThan(0);
    expect(shown.value('keyledger_index_bytes')).toBeGreaterThan(0);
    expect(shown.value('keyledger_password_checks_waiting')).toBe(0);
    expect(shown.value('keyledger_event_loop_delay_seconds', { percentile: '99' })).toBeGreaterThanOrEqual(0);
    expect(shown.value('keyledger_build_info', { node: process.versions.node })).toBe(1);
    expect(shown.value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('names metrics as checkers of metrics want them', async () => {
    const { text } = await scrape();
    const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => ({ name, type }));
    expect(types.length).toBeGreaterThan(40);
    const isNamedWell = ({ name, type }: { name: string; type: string }) =>
      name.endsWith('_total') === (type === 'counter') && new RegExp(`^# HELP ${name} \\S`, 'm').test(text);
    expect(types.filter((each) => !isNamedWell(each))).toEqual([]);
    const ofSummaries = types.filter(({ type }) => type === 'summary').map(({ name }) => name);
    const withQuantiles = [...text.matchAll(/^(\w+)\{[^}]*quantile="/gm)].map(([, name]) => name);
    expect(withQuantiles.filter((name) => !ofSummaries.includes(name))).toEqual([]);
  });

  it('has no label that a client could have chosen, and no more series whatever clients send', async () => {
    const request = (line: string) => rawAnswer(server.port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const lines = [
      'GET /a',
      'PROPFIND /v1/users/x',
      'MKCOL /',
      'GET /v1/auth?x',
      'HEAD /v1/auth',
      'GET /%zz',
      'GET /v1/users/x',
      'XYZ /',
      'GET //',
    ];
    // Node's own series, of collected garbage and open handles, come and go by themselves.
    const ours = (shown: Scrape) => shown.samples().flatMap(([series]) => (series.startsWith('keyledger_') ? [series] : []));
    for (const line of lines) await request(`${line}-`);
    const before = new Set(ours(await scrape()));
    for (let i = 0; i < 200; i += 1) await request(`${lines[i % lines.length]}${i}`);
    const after = await scrape();
    expect(ours(after).filter((series) => !before.has(series))).toEqual([]);
    const served = /^(\/[\w.:/-]*|none)$/;
    expect([...after.valuesOf('route')].filter((route) => !served.test(route))).toEqual([]);
    expect([...after.valuesOf('method')].filter((method) => !/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|other)$/.test(method))).toEqual([]);
    expect(after.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|127\.0\.0\.1/);
  });
});
