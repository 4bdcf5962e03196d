import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Deadline, Deadlines, deadlines } from '#projections/read-models/models/deadlines';
import { upsert } from '#projections/read-models/projection';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { draft } from '../support/events.js';

const time = (second: number) => `2030-01-01T00:00:0${second}.000Z`;

describe('Deadlines whose time has come', () => {
  let directory: string;
  let readModels: ReadModels;
  let due: Deadlines;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    readModels = SqliteReadModels.open(directory);
    await readModels.reset(deadlines);
    due = new Deadlines(readModels);
  });
  afterEach(async () => {
    await readModels.close();
    await rm(directory, { recursive: true, force: true });
  });
  const store = (all: readonly { id: string; due_at: string; kind?: string; settled?: number }[]) =>
    readModels.commitAll([
      {
        projection: deadlines.name,
        changes: all.map(({ id, due_at, kind = 'cascade', settled = 0 }) =>
          upsert('deadlines', { id }, { kind, due_at, subject: 'x', settled }),
        ),
        checkpoint: { version: deadlines.version, logId: 'log', position: 1n, mark: 'mark', events: 1 },
      },
    ]);

  it('are found page by page, each once, also where many have the same time, the most overdue first', async () => {
    const idOf = (n: number) => `d${String(n).padStart(2, '0')}`;
    await store(Array.from({ length: 50 }, (_, n) => ({ id: idOf(49 - n), due_at: time(n > 44 ? 2 : 1) })));
    const found: string[] = [];
    let last: Deadline | null = null;
    for (let page = await due.due('cascade', time(2), 7); page.length > 0; page = await due.due('cascade', time(2), 7, last)) {
      found.push(...page.map(({ id }) => id));
      last = page[page.length - 1];
    }
    expect(found).toEqual(Array.from({ length: 50 }, (_, n) => idOf((n + 5) % 50)));
  });

  it('are neither those of another kind, nor those to come, nor those that are settled', async () => {
    await store([
      { id: 'due', due_at: time(1) },
      { id: 'other', due_at: time(1), kind: 'token-expiry' },
      { id: 'later', due_at: time(3) },
      { id: 'settled', due_at: time(1), settled: 1 },
    ]);
    expect((await due.due('cascade', time(2), 10)).map(({ id }) => id)).toEqual(['due']);
  });

  it('come thirty days after an API credential registered somebody, until there is a password or the address is released', () => {
    const project = (type: string, stream: string, data: Record<string, unknown>) =>
      deadlines.project({ ...draft(data), type, stream, schemaVersion: 1, occurredAt: time(0), revision: 0, position: 2n });
    const claimed = { userId: 'ada', organizationId: 'org' };
    expect(project('EmailClaimed', 'email-digest', claimed)).toEqual([]);
    const dueAt = '2030-01-31T00:00:00.000Z';
    const made = project('EmailClaimed', 'email-digest', { ...claimed, provisional: true });
    const key = { id: 'address-release ada' };
    expect(made).toEqual([upsert('deadlines', key, { kind: 'address-release', due_at: dueAt, subject: 'ada', settled: 0 })]);
    const settled = [upsert('deadlines', key, { settled: 1 })];
    expect(project('EmailReleased', 'email-digest', { userId: 'ada' })).toEqual(settled);
    expect(project('PasswordSet', 'user-ada', { passwordId: 'p1' })).toEqual(settled);
  });

  it('are none of a session, which a confirmation gives a new secret and the end that it had', () => {
    const rotated = { type: 'TokenRotated', stream: 'token-t', schemaVersion: 1, occurredAt: time(0) };
    const data = { cause: 'rotated', generation: 2, lookup: 'L', previousLookup: 'K', expiresAt: time(5), kept: { pepperVersion: 1 } };
    const project = (more: object) => deadlines.project({ ...draft({ ...data, ...more }), ...rotated, revision: 1, position: 2n });
    expect([project({}).length, project({ kind: 'session' }).length]).toEqual([1, 0]);
  });
});
