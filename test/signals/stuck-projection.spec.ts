import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { draft } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { Scrape } from '../support/scrape.js';
import { freePort } from '../support/server-process.js';
import { TestApp } from '../support/test-app.js';

describe('A projection', () => {
  let app: TestApp;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    app = await TestApp.start({ KEYLEDGER_METRICS_PORT: String(port) });
  });
  afterAll(() => app.close());
  const lag = async (projection: string) => {
    const scrape = await Scrape.of(port);
    return [
      scrape.value('keyledger_projection_lag_events', { projection }),
      scrape.value('keyledger_projection_lag_seconds', { projection }),
    ];
  };

  it('whose subscription fell silent shows its lag in events and in seconds, and none once it goes on (SR-58)', async () => {
    app.store.silenceSubscriptions();
    await app.register('annotator');
    app.clock.advance(30);
    const [events = 0, seconds = 0] = await lag('user-directory');
    expect(events).toBeGreaterThanOrEqual(3);
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect((await lag('token-validity'))[0]).toBe(0);
    expect((await app.request('GET', '/health/ready')).body).toEqual({ status: 'not-ready' });
    expect((await app.request('GET', '/health/live')).body).toEqual({ status: 'ok' });
    app.store.speakAgain();
    await eventually(async () => expect(await lag('user-directory')).toEqual([0, 0]));
    expect((await app.request('GET', '/health/ready')).status).toBe(200);
  });

  it('that cannot read an event leaves it out, and says that it did', async () => {
    const damaged = { ...draft({ kid: 'key' }), type: 'SigningKeyPublished', occurredAt: 'once' };
    await app.get(EventStore).append('elsewhere', -1, [damaged]);
    await eventually(async () => {
      const scrape = await Scrape.of(port);
      expect(scrape.value('keyledger_projection_parked_events', { projection: 'deadlines' })).toBe(1);
      expect(scrape.value('keyledger_projection_lag_events', { projection: 'deadlines' })).toBe(0);
    });
  });
});
