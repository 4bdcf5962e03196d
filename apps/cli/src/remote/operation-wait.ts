import { setTimeout as wait } from 'node:timers/promises';
import type { ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { progressOn } from '../progress.js';
import type { Body } from './api-client.js';

const pollMs = { first: 50, last: 1000 };

/** Polls a long operation on the server until it has ended, shows its progress, and returns its result. */
export async function resultOf({ api, terminal }: ServerCall, begun: Body, what: string): Promise<Body> {
  const progress = await progressOn(terminal, what);
  try {
    let operation = begun;
    for (let ms = pollMs.first; operation.state === 'running'; ms = Math.min(pollMs.last, ms * 2)) {
      await wait(ms);
      operation = await api.get(`/v1/operations/${operation.id}`);
      progress.at(operation.done, operation.total);
    }
    if (operation.state === 'failed') throw new CliFailure('failed', operation.problem);
    return operation.result;
  } finally {
    progress.stop();
  }
}
