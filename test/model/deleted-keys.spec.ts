import { describe, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { isFullRun } from '../support/full-run.js';
import { runningApp } from '../support/running-app.js';

const rounds = isFullRun ? 1000 : 100;

describe('An API key', () => {
  const app = runningApp();

  it('is refused in the request that starts after the answer to its deletion, however often', async () => {
    const { headers } = await makeKey(app(), { role: 'administrator' });
    const ask = (authorization: string, query: string) =>
      app().request('POST', '/graphql', { headers: { authorization }, body: { query } });
    const make = 'mutation{createApiKey(data: {name: "short-lived", role: "Labeler"}){id jwt}}';
    const accepted: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { id, jwt } = (await ask(headers.authorization, make)).body.data.createApiKey;
      const before = (await ask(`Bearer ${jwt}`, '{user{id}}')).status;
      const deleted = (await ask(headers.authorization, `mutation{updateApiKey(where: {id: "${id}"}, data: {revoked: true}){id}}`)).status;
      const after = (await ask(`Bearer ${jwt}`, '{user{id}}')).status;
      if (before !== 200 || deleted !== 200 || after !== 401) accepted.push(`${round}: ${before} ${deleted} ${after}`);
    }
    expect(accepted).toEqual([]);
  });
});
