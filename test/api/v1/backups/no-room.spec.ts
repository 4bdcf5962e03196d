import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups on a disk that a copy would fill', () => {
  const app = runningApp({ KEYLEDGER_READY_FREE_MIB: '1000000000' });

  it('answers 409 and makes none', async () => {
    expectProblem(await app().request('POST', '/v1/backups', { headers: await app().signIn() }), 409, 'backup/no-room');
    expect(await readdir(join(app().directory, 'backups'))).toEqual([]);
  });
});
