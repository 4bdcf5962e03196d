import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ended } from '../../../support/operation.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups answers 429', () => {
  const app = runningApp();
  const ask = async () => app().request('POST', '/v1/backups', { headers: await app().signIn() });
  const make = async () => {
    const { status, body } = await ask();
    expect(status).toBe(202);
    await ended(app(), await app().signIn(), body.id);
  };
  const folder = () => join(app().directory, 'backups');

  it('within ten minutes of another, also after a restart, and says how long to wait', async () => {
    await make();
    app().clock.advance(300);
    const refused = await ask();
    expectProblem(refused, 429, 'backup/too-soon');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(200);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(300);
    await app().restart();
    expectProblem(await ask(), 429, 'backup/too-soon');
    app().clock.advance(301);
    await make();
  });

  it('after twenty within a day, and removes none of them', async () => {
    const nowMs = app().clock.now().getTime();
    for (let hours = 1; hours <= 18; hours += 1) {
      await mkdir(join(folder(), new Date(nowMs - hours * 3_600_000).toISOString().replace(/[:.]/g, '-')));
    }
    app().clock.advance(600);
    expect(await readdir(folder())).toHaveLength(20);
    const refused = await ask();
    expectProblem(refused, 429, 'backup/too-soon');
    // Until the oldest is a day old, which it is for eighteen hours and ten minutes.
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(345 * 60);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(350 * 60);
    expect(await readdir(folder())).toHaveLength(20);
    app().clock.advance(6 * 3_600);
    await make();
    expect(await readdir(folder())).toHaveLength(21);
  });
});
