import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { NO_STREAM } from '#event-store/event-store';
import { SnapshotKeeper } from '#projections/token-validity/snapshot/snapshot-keeper';
import { loadSnapshot, type Snapshot, type SnapshotPlace } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { Client } from '../support/client.js';
import { draft, randomOf } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { projectRoot } from '../support/project-files.js';
import { ServerProcess } from '../support/server-process.js';
import { lookupOf, tokenIdOf } from '../support/token-histories.js';

const rounds = isFullRun ? 40 : 2;

describe('A server that is stopped or killed again and again', () => {
  it('believes after each start what it believed before, whether its snapshot is of then or older (SR-31)', async () => {
    const server = await ServerProcess.start();
    const random = randomOf(3);
    const tokens: { id: string; access: string; isRevoked: boolean }[] = [];
    const believed = async ({ access }: { access: string }) =>
      (await fetch(`${server.url}/v1/auth`, { headers: { authorization: `Bearer ${access}` } })).status;
    for (let round = 0; round < rounds; round += 1) {
      const client = await Client.signIn(server);
      for (let i = 0; i < 3; i += 1) {
        const { token, credential } = (await client.request('POST', '/v1/tokens', { kind: 'personal' })).body;
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ refresh: credential });
        const { access } = (await (await fetch(`${server.url}/api/token/refresh/`, { method: 'POST', headers, body })).json()) as {
          access: string;
        };
        tokens.push({ id: token.id, access, isRevoked: false });
      }
      const revoked = tokens[random(tokens.length)];
      await client.request('DELETE', `/v1/tokens/${revoked.id}`);
      revoked.isRevoked = true;
      if (random(2) === 0) await server.kill9();
      await server.restart();
      expect(await Promise.all(tokens.map(believed))).toEqual(tokens.map(({ isRevoked }) => (isRevoked ? 401 : 200)));
    }
    await server.remove();
  });
});

describe('A log that grows much while it is served', () => {
  /** The log has this many events, and each test works on a copy. */
  let grown: string;
  let directory: string;
  let place: SnapshotPlace;
  let store: EmbeddedEventStore;
  let validity: TokenValidity;
  let problems: unknown[];
  let keeper: SnapshotKeeper;
  const thread = pathToFileURL(join(projectRoot, 'dist/libs/projections/src/token-validity/snapshot/snapshot-thread.js'));
  const issue = (n: number) => {
    const data = { kind: 'legacy', ownerKind: 'user', ownerId: 'ada', name: null, generation: 1, lookup: lookupOf(n), expiresAt: null };
    return store.append(`token-${tokenIdOf(n)}`, NO_STREAM, [{ ...draft({ ...data, kept: {} }), type: 'TokenIssued', critical: true }]);
  };
  const grow = async (from: number, to: number) => {
    for (let n = from; n < to; n += 1000) await Promise.all(Array.from({ length: 1000 }, (_, index) => issue(n + index)));
  };

  beforeAll(async () => {
    grown = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory: grown });
    await grow(0, 10_000);
    await store.close();
  });
  afterAll(() => rm(grown, { recursive: true, force: true }));
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    await cp(grown, directory, { recursive: true });
    store = await EmbeddedEventStore.open({ directory });
    place = { directory, key: Buffer.alloc(32, 1) };
    validity = new TokenValidity();
    await new Promise<void>((resolve) => {
      store.subscribe(null, { onEvents: (events) => validity.apply(events), onCaughtUp: resolve });
    });
    problems = [];
    keeper = new SnapshotKeeper(
      { place, validity, position: 0n, end: () => store.end, onProblem: (problem) => problems.push(problem) },
      { thread, eventsMin: 10_000 },
    );
  });
  afterEach(async () => {
    await keeper.stop();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('has a snapshot made by another thread, which stands in nobody’s way and reads the log for itself', async () => {
    await Promise.all([keeper.look(), grow(10_000, 12_000)]);
    expect(keeper.isDue).toBe(false);
    const { mark, validity: stored } = (await loadSnapshot(place)) as Snapshot;
    expect(mark.position).toBeGreaterThanOrEqual(10_000n);
    expect(stored.tokens.byLookup(lookupOf(9_999))?.row.id).toBe(tokenIdOf(9_999));
    await grow(12_000, 13_000);
    await keeper.stop();
    await store.close();
    expect(problems).toEqual([]);
    store = await EmbeddedEventStore.open({ directory, anchor: mark });
    expect(store.isAnchored).toBe(true);
    expect(await store.head()).toBe(13_000n);
  });

  it.each([
    [49_999n, 0n, false],
    [50_000n, 0n, true],
    [10_199_999n, 10_000_000n, false],
    [10_204_082n, 10_000_000n, true],
  ])('is due for one at position %d after one of %d: %p', async (position, snapshot, isDue) => {
    const grownTo = { position } as TokenValidity;
    const usual = new SnapshotKeeper({ place, validity: grownTo, position: snapshot, end: () => store.end, onProblem: () => {} });
    expect(usual.isDue).toBe(isDue);
    await usual.stop();
  });

  it('has a newer one made from the one before', async () => {
    keeper.save(store.end);
    expect(keeper.isDue).toBe(false);
    await grow(10_000, 20_000);
    expect(keeper.isDue).toBe(true);
    await keeper.look();
    expect(keeper.isDue).toBe(false);
    expect((await loadSnapshot(place))?.validity.tokens.count).toBe(20_000);
    expect(problems).toEqual([]);
  });

  it('stops without one, and leaves nothing unfinished, when it is told to stop meanwhile', async () => {
    const looking = keeper.look();
    await keeper.stop();
    await looking;
    expect((await readdir(directory)).filter((file) => file.includes('snapshot'))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('goes on without one when none can be written', async () => {
    await mkdir(join(directory, 'validity.snapshot.unfinished'));
    await keeper.look();
    expect(problems).toHaveLength(1);
    keeper.save(store.end);
    expect(problems).toHaveLength(2);
    expect(existsSync(join(directory, 'validity.snapshot'))).toBe(false);
    await rm(join(directory, 'validity.snapshot.unfinished'), { recursive: true });
    await issue(10_000);
  });
});
