import { expect } from '@jest/globals';
import { ReadModelFreshness } from '#api/edge/http/read-model-freshness';
import { deadlines } from '#projections/read-models/models/deadlines';
import { eventually } from './eventually.js';
import type { TestApp } from './test-app.js';

/** Has the worker record what is due by now, as it does within a second by itself, and waits until it has. */
export async function recordDue(app: TestApp): Promise<void> {
  await app.get(ReadModelFreshness).ready(deadlines);
  await app.worker.sweep();
  await eventually(async () => {
    for (const { waiting, failed } of await app.worker.jobs.counts()) expect(waiting + failed).toBe(0);
  });
}
