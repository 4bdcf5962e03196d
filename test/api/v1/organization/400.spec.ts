import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PATCH /v1/organization answers 400', () => {
  const app = runningApp();

  it.each([
    ['a text for a switch', { legacyTokensEnabled: 'true' }],
    ['a number for a switch', { personalAccessTokensEnabled: 1 }],
    ['a text for a number', { personalAccessTokenTtlDays: '30' }],
    ['no whole number', { personalAccessTokenTtlDays: 1.5 }],
    ['no days', { personalAccessTokenTtlDays: 0 }],
    ['too many days', { personalAccessTokenTtlDays: 73_001 }],
    ['a negative allowance', { serviceAccountAllowance: -1 }],
    ['null for a switch', { legacyTokensEnabled: null }],
    ['null for a number', { personalAccessTokenTtlDays: null }],
    ['another member', { name: 'Other' }],
  ])('for %s, with nothing changed, not even what was right', async (_what, wrong) => {
    const headers = await app().signIn();
    const before = (await app().request('GET', '/v1/organization', { headers })).body;
    const body = { apiCredentialsMayIssue: true, ...wrong };
    expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 400, 'request/invalid', Object.keys(wrong));
    expect((await app().request('GET', '/v1/organization', { headers })).body).toEqual(before);
  });

  it.each([
    [{ personalAccessTokenTtlDays: 'thirty' }, 'personalAccessTokenTtlDays must be an integer number'],
    [{ personalAccessTokenTtlDays: 0 }, 'personalAccessTokenTtlDays must not be less than 1'],
  ])('for %j, and says first of what type it must be', async (body, why) => {
    const answer = await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body });
    expect(Object.values(answer.body.members)).toEqual([[why]]);
  });

  it.each(['[]', 'null', '"text"', '1', '{', '{"a":1}}', '{"__proto__":{"x":1}}', '{"a":1,"a":2}', '\ufeff{}'])(
    'for the body %p',
    async (rawBody) => {
      const answer = await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), rawBody });
      expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
    },
  );
});
