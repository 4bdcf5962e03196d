import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import { askerOf, refusalOf } from './asked.js';

describe('POST /_gql', () => {
  const app = runningApp();

  it('answers 200 as `/graphql` does, and 401 to whom that does', async () => {
    const { headers, ask } = await askerOf(app(), app().owner, 'administrator');
    const body = { query: '{user{id email} roles{name}}' };
    const answer = await app().request('POST', '/_gql', { headers, body });
    expect([answer.status, answer.body]).toEqual([200, (await ask(body.query)).body]);
    expect(refusalOf(await app().request('POST', '/_gql', { body }))).toEqual([401, 'AUTHENTICATION_ERROR']);
  });
});
