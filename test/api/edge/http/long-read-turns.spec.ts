import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { LongReadTurns } from '#api/edge/http/long-read-turns';
import { newId } from '#api/edge/ids';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { EventStore, NO_STREAM } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { makeKey } from '../../../support/api-keys.js';
import { draft } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';
import type { TestApp } from '../../../support/test-app.js';
import { TestClock } from '../../../support/test-clock.js';

const someId = '00000000-0000-4000-8000-000000000000';
const rows = 120;
/** The caller is looked up, and the first steps of an answer happen, in the turn in which the request arrived. */
const stepsMax = 6;

/** Everything that is read, opened or folded takes a millisecond by the clock that turns are measured with. */
class Steps {
  ofThisTurn = 0;
  most = 0;
  all = 0;

  watch(app: TestApp): void {
    const personalData = app.get(PersonalData);
    const open = personalData.open.bind(personalData);
    personalData.open = (...sealed) => this.#step(app, () => open(...sealed));
    const store = app.get(EventStore);
    const readStream = store.readStream.bind(store);
    store.readStream = (...stream) => this.#step(app, () => readStream(...stream));
    const readAll = store.readAll.bind(store);
    store.readAll = (after, limit, isEnough) =>
      readAll(after, limit, isEnough && (() => this.#step(app, isEnough))).then((page) => {
        if (!isEnough) for (const _ of page) this.#step(app, () => {});
        return page;
      });
  }

  /** Counts by turns until `work` is done. */
  async during(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    void work.finally(() => {
      isDone = true;
    });
    this.most = this.all = 0;
    do {
      this.ofThisTurn = 0;
      await new Promise(setImmediate);
      this.most = Math.max(this.most, this.ofThisTurn);
    } while (!isDone);
    await work;
  }

  #step<Result>(app: TestApp, what: () => Result): Result {
    app.clock.advance(0.001);
    this.ofThisTurn += 1;
    this.all += 1;
    return what();
  }
}

describe('A GET with much to answer', () => {
  const app = runningApp();
  const steps = new Steps();
  let gets: Route[];
  let headers: Record<string, string>;

  beforeAll(async () => {
    gets = routesOf(app().get(DiscoveryService)).filter(({ method }) => method === 'GET');
    headers = await app().signIn();
    for (let row = 0; row < rows; row += 1) {
      await create('/v1/tokens', { kind: 'personal', name: `laptop ${row}` });
      await create('/v1/users', { email: `${row}@example.com`, role: 'annotator' });
      await create('/v1/verifiers', { name: `gateway ${row}` });
      await session();
    }
    await app().request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 100 } });
    for (let row = 0; row < 100; row += 1) await create('/v1/service-accounts', { name: `robot ${row}`, role: 'annotator' });
    steps.watch(app());
  });

  async function create(path: string, body: unknown): Promise<void> {
    const { status, text } = await app().request('POST', path, { headers, body });
    if (status !== 201) throw new Error(`${path} answered ${status}: ${text}`);
  }

  /** Without a password, which takes long to check. */
  async function session(ownerId = app().owner.id): Promise<void> {
    const at = app().clock.now();
    const expiresAt = new Date(at.getTime() + 86_400_000).toISOString();
    const { organizationId } = app().owner;
    const owner = { kind: 'session', ownerKind: 'user', ownerId, name: null } as const;
    const terms = { at: at.toISOString(), expiresAt, latestExpiry: null, typeEnabled: true };
    const lookup = Buffer.from(newId().replace(/-/g, ''), 'hex').toString('base64url');
    const command: Token.Command = { type: 'IssueToken', ...owner, lookup, kept: { pepperVersion: 1 }, ...terms };
    await app().get(Ledger).on(Token.stream(newId())).handle(command, app().origin(organizationId));
  }

  const withLimit = ({ path, query }: Route) => {
    const isList = query !== null && 'limit' in new (query as new () => object)();
    return path.replace(/\{\w+\}/g, someId) + (isList ? '?limit=200' : path.endsWith('/replay') ? '?opened=true' : '');
  };

  it('takes many turns for it, in each of which it does little', async () => {
    const worked: string[] = [];
    for (const route of gets) {
      await steps.during(app().request('GET', withLimit(route), { headers }));
      expect(`${route.path} ${steps.most <= stepsMax ? 'little' : steps.most}`).toBe(`${route.path} little`);
      if (steps.all >= 100) worked.push(route.path);
    }
    expect(worked).toEqual([
      '/api/token',
      '/v1/activity/replay',
      '/v1/service-accounts',
      '/v1/sessions',
      '/v1/tokens',
      '/v1/users',
      '/v1/verifiers',
    ]);
  });

  it('takes turns for a document of GraphQL with a long list as well', async () => {
    const key = await makeKey(app(), { role: 'administrator' }, headers);
    const ask = (query: string) => app().request('POST', '/graphql', { headers: key.headers, body: { query } });
    for (const { id } of (await ask('{users(first: 30){id}}')).body.data.users) await session(id);
    await steps.during(ask('{users{email name lastLoginAt}}'));
    expect([steps.most <= stepsMax || steps.most, steps.all >= 100]).toEqual([true, true]);
  });

  it('goes on for one event that is as large as many', async () => {
    const { organizationId } = app().owner;
    const sealed = await app().get(PersonalData).seal('day-2030-01-01', { stream: 'activity', field: 'source', schemaVersion: 1 }, 'x');
    const data = { attempts: Array.from({ length: 200 }, () => ({ source: sealed })) };
    await app()
      .get(EventStore)
      .append(`activity-${newId()}`, NO_STREAM, [{ ...draft(data), organizationId }]);
    await steps.during(app().request('GET', '/v1/activity/replay?opened=true', { headers }));
    expect(steps.most).toBeLessThanOrEqual(stepsMax);
  });
});

describe('Long work that shares the thread', () => {
  it('does one step at least in a turn, and ends it by the clock; others have theirs in between', async () => {
    const clock = new TestClock();
    const turns = new LongReadTurns(clock as Clock);
    const done: string[] = [];
    const work = (name: string) =>
      turns.each([1, 2, 3], (step) => {
        clock.advance(0.001);
        done.push(`${name}${step}`);
      });
    await Promise.all([work('a'), work('b'), work('c')]);
    expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3']);
  });

  it('does one step in a turn also of things that are asked for side by side, whenever they were asked for', async () => {
    const clock = new TestClock();
    const turns = new LongReadTurns(clock as Clock);
    const madeIn: number[] = [];
    let round = 0;
    const count = () => {
      round += 1;
      if (madeIn.length < 20) setImmediate(count);
    };
    count();
    const step = () =>
      turns.step(() => {
        clock.advance(0.001);
        madeIn.push(round);
      });
    await turns.next();
    await Promise.all(Array.from({ length: 20 }, step));
    expect(new Set(madeIn).size).toBe(20);
  });

  it('goes on in the same turn while there is time', async () => {
    const longReads = new LongReadTurns(
      new (class extends TestClock {
        override monotonicMs(): number {
          return 0;
        }
      })(),
    );
    let turns = 0;
    const count = setInterval(() => {}, 1000);
    const tick = () =>
      setImmediate(() => {
        turns += 1;
        if (turns < 100) tick();
      });
    tick();
    await longReads.each(Array.from({ length: 1000 }), () => {});
    clearInterval(count);
    expect(turns).toBeLessThan(5);
  });
});
