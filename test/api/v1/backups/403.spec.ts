import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/backups answers 403', () => {
  const app = runningApp();

  it('to the owner of any organization but the first, and to anyone who is no owner, and makes none', async () => {
    for (const stranger of [(await app().secondOrganization()).owner, await app().register('administrator')]) {
      const headers = await app().signIn(stranger);
      expectProblem(await app().request('POST', '/v1/backups', { headers }), 403, 'permission/denied');
    }
    expect(await readdir(app().directory)).not.toContain('backups');
  });

  it('to every credential of an owner but a confirmed session, whatever the owners have relaxed for those that issue', async () => {
    const headers = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers, body: { apiCredentialsMayIssue: true } });
    const authorization = `Bearer ${(await app().tokensOf()).access}`;
    expectProblem(await app().request('POST', '/v1/backups', { headers: { authorization } }), 403, 'permission/denied');
    app().clock.advance(15 * 60 + 1);
    expectProblem(await app().request('POST', '/v1/backups', { headers }), 403, 'permission/confirmation-required');
    expect(await readdir(app().directory)).not.toContain('backups');
  });
});
