import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tokensPerEvent } from '#domain/cascade';
import { eventTypes } from '#domain/events';
import { EmbeddedEventStore } from '#event-store/embedded-event-store';
import { type EventStore, NO_STREAM } from '#event-store/event-store';
import { Ledger } from '#event-store/handle-command';
import { ReadModels } from '#projections/read-models';
import { TokenDirectory } from '#projections/token-directory';
import { TokenValidity } from '#projections/token-validity';
import { JobRunner } from '#worker/run-jobs';
import { ProjectionRunner } from '#worker/run-projections';
import { DyingStore } from '../support/dying-store.js';
import { draft, readEverything } from '../support/events.js';
import { TestClock } from '../support/test-clock.js';
import { lookupOf, tokenIdOf } from '../support/token-histories.js';

/** More than are recorded at a time, and no multiple of it. */
const held = 4321;

describe('A cascade over many tokens', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let readModels: ReadModels;
  let projections: ProjectionRunner;
  let validity: TokenValidity;

  const append = (stream: string, revision: number, type: string, data: Record<string, unknown>) =>
    store.append(stream, revision, [{ ...draft(data), type, organizationId: 'org' }]);
  const issue = (n: number, owner: string, kind = 'personal') => {
    const data = { kind, ownerKind: 'user', ownerId: owner, name: null, generation: 1, lookup: lookupOf(n), expiresAt: null, kept: {} };
    return append(`token-${tokenIdOf(n)}`, NO_STREAM, 'TokenIssued', data);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
    validity = new TokenValidity();
    store.subscribe(null, { onEvents: (events) => validity.apply(events) });
    readModels = ReadModels.open(directory);
    projections = new ProjectionRunner(store, readModels);
    await projections.start();
    await Promise.all(Array.from({ length: held }, (_, n) => issue(n, 'ada')));
    await issue(held, 'bob');
    await issue(held + 1, 'ada', 'password-reset');
    await append(`token-${tokenIdOf(7)}`, 0, 'TokenRevoked', { lookup: lookupOf(7), reason: 'revoked' });
  });
  afterEach(async () => {
    await projections.stop();
    await store.close();
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** What disabling ada caused, by a worker that writes to `over`. */
  async function record(causeId: string, over: EventStore): Promise<void> {
    await projections.reached((await store.head()) as bigint, 5000);
    const clock = new TestClock();
    const runner = new JobRunner(store, new Ledger(over, clock, eventTypes), validity, new TokenDirectory(readModels), clock);
    await runner.run({ id: `cascade ${causeId}`, kind: 'cascade', subject: 'user-ada' });
  }

  it('names each once, in events of a bounded size, though the worker is killed in its middle again and again', async () => {
    await append('user-ada', NO_STREAM, 'UserDisabled', {});
    const [cause] = (await readEverything(store, null)).filter(({ type }) => type === 'UserDisabled');
    await issue(held + 2, 'ada');
    for (let appends = 1; appends < 3; appends += 1) {
      const dying = new DyingStore(store);
      dying.diesAfter = 1;
      await expect(record(cause.id, dying)).rejects.toThrow();
    }
    await record(cause.id, store);
    await record(cause.id, store);
    const recorded = await store.readStream(`cascade-${cause.id}`);
    const ids = recorded.flatMap(({ data }) => (data.tokenIds as string[] | undefined) ?? []);
    const hit = Array.from({ length: held }, (_, n) => tokenIdOf(n)).filter((id) => id !== tokenIdOf(7));
    expect(ids.sort()).toEqual(hit);
    expect(Math.max(...recorded.map(({ data }) => (data.tokenIds as string[] | undefined)?.length ?? 0))).toBe(tokensPerEvent);
    expect(recorded.filter(({ type }) => type === 'CascadeCompleted').map(({ data }) => data.tokens)).toEqual([hit.length]);
  });
});
