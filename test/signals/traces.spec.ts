import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { type CollectedSpan, OtlpCollector } from '../support/otlp-collector.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort, ServerProcess } from '../support/server-process.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const sampled = `00-${trace}-${parent}-01`;

describe('Traces', () => {
  let collector: OtlpCollector;
  let server: ServerInProcess;
  beforeEach(async () => {
    collector = await OtlpCollector.start();
  });
  afterEach(async () => {
    await server.remove();
    await collector.close();
  });
  const start = async (environment: Record<string, string> = {}) => {
    server = await ServerInProcess.start({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...environment } });
  };
  /** What was sent by the end: the server sends the rest when it stops. */
  const spansAfterStop = async () => {
    await server.stop();
    return collector.spans();
  };
  const one = (spans: readonly CollectedSpan[], name: string, parentSpanId?: string) => {
    const found = spans.filter((span) => span.name === name && (parentSpanId === undefined || span.parentSpanId === parentSpanId));
    expect([name, found.length]).toEqual([name, 1]);
    return found[0];
  };

  it('lead from the request to its command, from there to the append, and from the read models back to it', async () => {
    await start();
    const client = await Client.signIn(server);
    const { body } = await client.request('POST', '/v1/tokens', { kind: 'personal' });
    const replay = await (await fetch(`${server.url}/v1/users/me`)).text();
    // This list is answered once the read models have what was issued; a stop does not wait for them.
    await client.request('GET', '/v1/tokens');
    const spans = await spansAfterStop();
    const request = one(spans, 'POST /v1/tokens');
    const command = one(spans, 'command IssueToken', request.spanId);
    const append = one(spans, 'append', command.spanId);
    expect(request.parentSpanId).toBeUndefined();
    expect([command.traceId, append.traceId]).toEqual([request.traceId, request.traceId]);
    const batch = spans.filter(({ name, links }) => name === 'project' && links?.some(({ spanId }) => spanId === append.spanId));
    expect(batch).toHaveLength(1);
    expect(batch[0].traceId).not.toBe(request.traceId);
    expect(batch[0].links?.find(({ spanId }) => spanId === append.spanId)?.traceId).toBe(request.traceId);
    expect(request.attributes).toMatchObject({
      'http.route': '/v1/tokens',
      'http.response.status_code': 201,
      'keyledger.caller.kind': 'user',
    });
    expect(command.attributes).toMatchObject({ 'keyledger.command': 'IssueToken', 'keyledger.event.types': ['TokenIssued'] });
    expect(append.attributes).toMatchObject({
      'keyledger.event.types': ['TokenIssued'],
      'keyledger.position': expect.stringMatching(/^\d+$/),
    });
    expect(body.token.id).toBeTruthy();
    expect(replay).not.toContain(request.traceId);
    expect(collector.paths).toEqual(new Set(['POST /v1/traces']));
    expect(collector.resource()).toMatchObject({ 'service.name': 'keyledger' });
  });

  it('of what a worker does later are linked to the request that caused it', async () => {
    await start();
    const client = await Client.signIn(server);
    const { body: user } = await client.request('POST', '/v1/users', { email: 'a@example.org', role: 'manager' });
    await client.request('POST', `/v1/users/${user.id}/disable`);
    const recorded = async () => (await client.request('GET', '/v1/activity?type=CascadeCompleted')).body.items;
    await eventually(async () => expect(await recorded()).toHaveLength(1));
    const spans = await spansAfterStop();
    const request = one(spans, 'POST /v1/users/:id/disable');
    const later = one(spans, 'commands to cascade');
    expect(later.traceId).not.toBe(request.traceId);
    expect(later.links?.map(({ traceId }) => traceId)).toEqual([request.traceId]);
    const appends = spans.filter(({ name, parentSpanId }) => name === 'append' && parentSpanId === later.spanId);
    expect(appends.map(({ traceId }) => traceId)).toContain(later.traceId);
    expect(appends.flatMap(({ attributes }) => attributes['keyledger.event.types'])).toContain('CascadeCompleted');
  });

  it('are continued from a trusted proxy, which may also say that one is not sampled', async () => {
    await start({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
    const get = (path: string, traceparent: string) => fetch(server.url + path, { headers: { traceparent } });
    await get('/health/live', sampled);
    await get('/docs', `42${sampled.slice(2)}-of-a-version-to-come`);
    await get('/docs/refusals', sampled.replace(/01$/, '00'));
    const spans = await spansAfterStop();
    expect(one(spans, 'GET /health/live')).toMatchObject({ traceId: trace, parentSpanId: parent });
    expect(one(spans, 'GET /docs')).toMatchObject({ traceId: trace, parentSpanId: parent });
    // The proxy says that this one is not sampled.
    expect(spans.filter(({ name }) => name === 'GET /docs/refusals')).toEqual([]);
  });

  it('are not continued from a stranger who names a proxy, nor from what is no traceparent', async () => {
    await start();
    await fetch(`${server.url}/docs`, { headers: { 'x-forwarded-for': '127.0.0.1', traceparent: sampled } });
    await server.stop();
    await server.remove();
    await start({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
    const hostile = [
      `00-${'0'.repeat(32)}-${parent}-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `ff-${trace}-${parent}-01`,
      `00-${trace}-${parent}-01-more`,
      `00-${trace.toUpperCase()}-${parent}-01`,
      `00-${trace}-${parent}`,
      `00-${trace}${trace}-${parent}-01`,
      `${sampled}, ${sampled}`,
      'x',
      '',
    ];
    for (const traceparent of hostile) await fetch(`${server.url}/docs`, { headers: { 'x-forwarded-for': '192.0.2.7', traceparent } });
    const spans = (await spansAfterStop()).filter(({ name }) => name === 'GET /docs');
    expect(spans).toHaveLength(hostile.length + 1);
    for (const span of spans) expect([span.parentSpanId, span.traceId === trace]).toEqual([undefined, false]);
  });

  it('say why a command was refused, and nothing at all of the hot route', async () => {
    await start();
    const client = await Client.signIn(server);
    await client.request('DELETE', '/v1/tokens/00000000-0000-4000-8000-000000000000');
    await client.request('POST', '/v1/users', { email: server.ownerEmail, role: 'manager' });
    await fetch(`${server.url}/v1/auth`, { headers: { authorization: 'Bearer x.y.z' } });
    const { body: verifier } = await client.request('POST', '/v1/verifiers', { name: 'traced' });
    const headers = { authorization: `Bearer ${verifier.credential}` };
    await fetch(`${server.url}/oauth/introspect`, { method: 'POST', headers, body: new URLSearchParams({ token: 'x' }) });
    const spans = await spansAfterStop();
    expect(one(spans, 'POST /oauth/introspect').attributes['http.response.status_code']).toBe(200);
    expect(one(spans, 'DELETE /v1/tokens/:id').attributes).toMatchObject({
      'http.response.status_code': 404,
      'keyledger.refusal': 'token/not-found',
    });
    expect(one(spans, 'POST /v1/users').attributes['keyledger.refusal']).toBe('email/taken');
    expect(spans.filter(({ status }) => status.code === 2)).toEqual([]);
    expect(JSON.stringify(spans)).not.toContain('/v1/auth');
  });

  it('are kept for nobody who does not take them: a silent collector delays neither an answer nor the end', async () => {
    collector.fallSilent();
    await start();
    const client = await Client.signIn(server);
    expect((await client.request('POST', '/v1/tokens', { kind: 'personal' })).status).toBe(201);
    await server.restart();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});

describe('What no setting asks for', () => {
  it('is not even loaded', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const hook = join(directory, 'loaded.cjs');
    const packages = `Object.keys(require.cache).map((path) => /node_modules.((@opentelemetry|prom-client)[^/]*)/.exec(path)?.[1])`;
    await writeFile(hook, `process.on('exit', () => console.log('loaded', [...new Set(${packages}.filter(Boolean))].sort().join()));`);
    const loaded = async (environment: Record<string, string>) => {
      const server = await ServerProcess.start({ environment: { NODE_OPTIONS: `--require ${hook}`, ...environment } });
      await server.stop();
      await server.remove();
      return /^loaded (.*)$/m.exec(server.output)?.[1];
    };
    const settings = [{}, { KEYLEDGER_METRICS_PORT: String(await freePort()) }, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }];
    const [nothing, metrics, traces] = await Promise.all(settings.map((each) => loaded(each as Record<string, string>)));
    expect([nothing, traces]).toEqual(['', '@opentelemetry']);
    expect(metrics).toContain('prom-client');
    await rm(directory, { recursive: true, force: true });
  });
});
