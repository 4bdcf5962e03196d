import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as Installation from '#domain/installation';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { readEverything } from '../support/events.js';
import { TestApp } from '../support/test-app.js';

const day = 86_400;
const isOver = async (app: TestApp, headers: { cookie: string }) => (await app.request('GET', '/v1/users/me', { headers })).status === 401;
const changes = async (app: TestApp) => {
  const events = await readEverything(app.get(EventStore), null);
  return events.filter(({ type }) => type === 'SessionLimitsChanged').map(({ data, stream, actor }) => ({ ...data, stream, actor }));
};

describe('What session limits verdicts depend on, the log says', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_SESSION_IDLE_SECONDS: '1000' });
  });
  afterAll(() => app.close());

  const atStart = { idleSeconds: 1000, ageSeconds: 14 * day, stream: 'installation', actor: { kind: 'system', id: 'first-start' } };

  it('from the first start on, and once for as long as the settings stay', async () => {
    expect(await changes(app)).toEqual([atStart]);
    await app.restart();
    expect(await changes(app)).toEqual([atStart]);
  });

  it('anew when a start finds other settings, and sessions are judged by these then', async () => {
    const headers = await app.signIn();
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    await app.restart(() => cp(app.directory, directory, { recursive: true }));
    const other = await TestApp.over(directory, { KEYLEDGER_SESSION_IDLE_SECONDS: '100', KEYLEDGER_SESSION_AGE_SECONDS: `${day}` });
    expect(await changes(other)).toEqual([atStart, { ...atStart, idleSeconds: 100, ageSeconds: day }]);
    other.clock.advance(101);
    app.clock.advance(101);
    expect([await isOver(other, headers), await isOver(app, headers)]).toEqual([true, false]);
    await other.close();
  });

  it('and nothing else does: what the log says is what counts, also after a start from the snapshot of the index', async () => {
    const limits = { idleSeconds: 300, ageSeconds: 14 * day };
    await app
      .get(Ledger)
      .on(Installation.stream())
      .handle({ type: 'SetSessionLimits', ...limits }, app.origin(null));
    app.clock.stop();
    const headers = await app.signIn();
    app.clock.advance(299);
    expect(await isOver(app, headers)).toBe(false);
    app.clock.advance(301);
    expect(await isOver(app, headers)).toBe(true);
    await app.restart();
    expect(app.get(TokenValidity).sessionIdleSeconds).toBe(1000);
  });

  it('as the settings do for a log from before, until the first start appends', () => {
    expect(new TokenValidity().sessionIdleSeconds).toBeNull();
  });

  it('where the log says what is no limit, nothing is valid', async () => {
    const { validity, log } = { validity: new TokenValidity(), log: await readEverything(app.get(EventStore), null) };
    const broken = log.map((event) => (event.type === 'SessionLimitsChanged' ? { ...event, data: { idleSeconds: 'long' } } : event));
    validity.apply(broken);
    const [issued] = log.filter(({ type, data }) => type === 'TokenIssued' && data.kind === 'session').slice(-1);
    const row = validity.tokens.byId(issued.stream.slice('token-'.length));
    const presented = { scheme: 'cookie', as: 'session', generation: 1, accessEndsAtMs: null } as const;
    const verdict = validity.verdict(row, presented, { sessionIdleSeconds: day }, Date.parse(issued.occurredAt));
    expect(verdict).toEqual({ active: false, reason: 'unknown' });
  });
});
