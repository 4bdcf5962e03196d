import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { projectionsCheck } from '#api/health/checks';
import { SigningKeys } from '#credentials/signing-keys';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { isoTime } from '../support/problem.js';
import { Scrape } from '../support/scrape.js';
import { ServerInProcess } from '../support/server-in-process.js';
import { freePort, ServerProcess } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

const parts = ['store', 'projections', 'signing-key', 'clock', 'draining'];
const inApp = async (settings: Record<string, string>, test: (app: TestApp) => Promise<void>) => {
  const app = await TestApp.start(settings);
  try {
    // Right after the start the read models may still be catching up.
    await eventually(async () => expect(await ready(app)).toBe(200));
    await test(app);
  } finally {
    await app.close();
  }
};
const ready = async (app: TestApp) => (await app.request('GET', '/health/ready')).status;
const live = async (app: TestApp) => (await app.request('GET', '/health/live')).status;

describe('A server that runs', () => {
  it('tells strangers a status, and its operators on their own listener the parts of it', async () => {
    const port = await freePort();
    const server = await ServerInProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } });
    expect(await (await fetch(`${server.url}/health/ready`)).json()).toEqual({ status: 'ok' });
    const details = await fetch(`http://127.0.0.1:${port}/ready`);
    expect([details.status, details.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await details.json()).toEqual({
      status: 'ok',
      checks: parts.map((check) => ({ check, ok: true, since: isoTime, problem: null })),
    });
    const scrape = await Scrape.of(port);
    expect(scrape.value('keyledger_ready')).toBe(1);
    for (const check of parts) expect(scrape.value('keyledger_check_ok', { check })).toBe(1);
    expect(scrape.value('keyledger_data_free_bytes')).toBeGreaterThan(0);
    expect(scrape.value('keyledger_clock_disagreement_seconds')).toBeLessThan(2);
    await server.remove();
  });

  it('is not ready while there is too little room, but lives, and says since when and why', async () => {
    const port = await freePort();
    const environment = { KEYLEDGER_METRICS_PORT: String(port), KEYLEDGER_READY_FREE_MIB: '1000000000' };
    const server = await ServerProcess.launch({ environment });
    const answer = (url: string) => fetch(url).catch(() => null);
    await eventually(async () => expect((await answer(`${server.url}/health/live`))?.status).toBe(200));
    const stranger = await fetch(`${server.url}/health/ready`);
    expect([stranger.status, await stranger.json()]).toEqual([503, { status: 'not-ready' }]);
    // Right after the start the read models may still be catching up.
    await eventually(async () => {
      const details = await fetch(`http://127.0.0.1:${port}/ready`);
      expect(details.status).toBe(503);
      const { checks } = (await details.json()) as { checks: { check: string; ok: boolean; problem: string }[] };
      expect(checks.filter(({ ok }) => !ok)).toEqual([
        {
          check: 'store',
          ok: false,
          since: isoTime,
          problem: expect.stringMatching(/^\d+ MiB are free for the data directory; at least 1000000000/),
        },
      ]);
    });
    expect((await Scrape.of(port)).value('keyledger_ready')).toBe(0);
    await eventually(() => expect(server.output).toMatch(/"check":"store".*"msg":"not ready"/));
    await server.remove();
  });

  it('takes no new requests while it drains, and finishes those it has', async () => {
    const port = await freePort();
    const server = await ServerProcess.start({ environment: { KEYLEDGER_METRICS_PORT: String(port) } });
    const client = await Client.signIn(server);
    // A request whose body is still on its way when the server is told to stop.
    const slow = connect(server.port, '127.0.0.1');
    await once(slow, 'connect');
    let answer = '';
    slow.setEncoding('utf8').on('data', (text) => (answer += text));
    slow.write('POST /api/token/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"refr');
    await client.request('GET', '/v1/users/me');
    process.kill(server.pid, 'SIGTERM');
    await eventually(async () => {
      const { checks } = (await (await fetch(`http://127.0.0.1:${port}/ready`)).json()) as { checks: { check: string; ok: boolean }[] };
      expect(checks.find(({ check }) => check === 'draining')?.ok).toBe(false);
    });
    slow.write('esh":"x"}');
    await once(slow, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await server.exited()).toEqual({ code: 0, signal: null });
    await server.remove();
  });
});

describe('A server is not ready, but lives,', () => {
  it('while its store takes no writes, from the first that failed on, and is ready again when it does', () =>
    inApp({}, async (app) => {
      app.dieAfter(app.appends());
      await expect(app.register('annotator')).rejects.toThrow();
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
      app.dieAfter(Number.POSITIVE_INFINITY);
      app.clock.advance(1);
      expect(await ready(app)).toBe(200);
    }));

  it('while its store takes no writes though nobody writes', () =>
    inApp({}, async (app) => {
      app.dieAfter(app.appends());
      app.clock.advance(5);
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
    }));

  it('when its time of day was set, for a minute', () =>
    inApp({}, async (app) => {
      app.clock.set(3600);
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
      app.clock.advance(61);
      expect(await ready(app)).toBe(200);
      app.clock.set(-7200);
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
    }));

  it('when it has no key to sign with', () =>
    inApp({}, async (app) => {
      const keys = app.get(SigningKeys);
      keys.retire(keys.active.kid);
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
    }));

  it('while a projection is further behind than the bound, and not before', () =>
    inApp({ KEYLEDGER_READY_LAG_SECONDS: '60' }, async (app) => {
      app.store.silenceSubscriptions();
      await app.register('annotator');
      app.clock.advance(50);
      expect(await ready(app)).toBe(200);
      app.clock.advance(20);
      expect([await ready(app), await live(app)]).toEqual([503, 200]);
      app.store.speakAgain();
      await eventually(async () => expect(await ready(app)).toBe(200));
    }));

  it('while a read model is made again from the first event, were it ever so young', () => {
    const lagOf = (startsOver: boolean) => new Map([['user-directory', { events: 1, seconds: 0, startsOver }]]);
    expect(projectionsCheck(() => lagOf(true), 5).problem()).toBe('user-directory is being made again from the log.');
    expect(projectionsCheck(() => lagOf(false), 5).problem()).toBeNull();
  });

  it('and however often it is asked, writes one probe and no event', () =>
    inApp({}, async (app) => {
      const [appends, probes] = [app.appends(), app.store.probes];
      // What was found out is good for some seconds.
      app.clock.stop();
      app.clock.advance(60);
      for (let i = 0; i < 50; i += 1) expect(await ready(app)).toBe(200);
      expect([app.appends(), app.store.probes]).toEqual([appends, probes + 1]);
    }));
});
