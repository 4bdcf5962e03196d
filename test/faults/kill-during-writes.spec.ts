import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { idsOf, randomOf, readEverything } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { projectRoot } from '../support/project-files.js';

const rounds = isFullRun ? 200 : 3;
const eventsPerAppend = 3;

describe('A process that is killed while it writes', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it(`${rounds} times has every event that it acknowledged, and no append by half`, async () => {
    const random = randomOf(42);
    const acknowledged = new Map<string, string[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [stream, ids] of await floodUntilKilled(directory, random(40))) acknowledged.set(stream, ids);
      const stored = await streamsOf(directory);
      for (const [stream, ids] of acknowledged) expect(stored.get(stream)).toEqual(ids);
      for (const [stream, ids] of stored) expect(`${stream} ${ids.length}`).toBe(`${stream} ${eventsPerAppend}`);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds);
  });
});

/** What was acknowledged before the kill: the ids of each stream's events. */
async function floodUntilKilled(directory: string, delayMs: number): Promise<Map<string, string[]>> {
  const child = spawn(process.execPath, ['--no-warnings', 'test/faults/append-flood.mjs', directory], { cwd: projectRoot });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  await wait(delayMs);
  await kill9(child);
  expect(errors).toBe('');
  const lines = output.split('\n').slice(0, -1);
  return new Map(lines.map((line) => line.split(' ')).map(([stream, ...ids]) => [stream, ids]));
}

async function kill9(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

async function streamsOf(directory: string): Promise<Map<string, string[]>> {
  const store = await EmbeddedEventStore.open({ directory });
  const streams = new Map<string, string[]>();
  for (const { stream, ...event } of await readEverything(store, null)) {
    streams.set(stream, [...(streams.get(stream) ?? []), ...idsOf([event])]);
  }
  await store.close();
  return streams;
}
