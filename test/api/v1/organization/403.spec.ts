import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PATCH /v1/organization answers 403', () => {
  const app = runningApp();

  it('to an administrator for what is for owners, with nothing of the rest changed', async () => {
    const headers = await app().signIn(await app().register('administrator'));
    const before = (await app().request('GET', '/v1/organization', { headers })).body;
    for (const own of [{ serviceAccountAllowance: 2 }, { apiCredentialsMayIssue: true }]) {
      const body = { legacyTokensEnabled: true, ...own };
      expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 403, 'role/above-own');
      expect((await app().request('GET', '/v1/organization', { headers })).body).toEqual(before);
    }
  });

  it('to an API credential that gives, with nothing of what it takes away changed', async () => {
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    for (const gives of [
      { legacyTokensEnabled: true },
      { personalAccessTokenTtlDays: 366 },
      { serviceAccountAllowance: 2 },
      { apiCredentialsMayIssue: true },
    ]) {
      const body = { personalAccessTokensEnabled: false, ...gives };
      expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 403, 'permission/confirmation-required');
      expect((await app().request('GET', '/v1/organization', { headers })).body.personalAccessTokensEnabled).toBe(true);
    }
  });
});
