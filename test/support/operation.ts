import { expect } from '@jest/globals';
import { newId } from '#api/edge/ids';
import { EventStore, NO_STREAM } from '#event-store/event-store';
import { drafts } from './events.js';
import { eventually } from './eventually.js';
import type { TestApp } from './test-app.js';

/** Long work as it ended. */
// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of an answer.
export async function ended(app: TestApp, headers: Record<string, string>, id: string): Promise<any> {
  let operation: { state: string } = { state: 'running' };
  await eventually(async () => {
    operation = (await app.request('GET', `/v1/operations/${id}`, { headers })).body;
    expect(operation.state).not.toBe('running');
  });
  return operation;
}

/** So long a log that work on it takes many turns, in which others are answered. */
export async function lengthen(app: TestApp): Promise<void> {
  await app.get(EventStore).append(`long-${newId()}`, NO_STREAM, drafts(1000));
}
