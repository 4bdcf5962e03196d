import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('Somebody who has as many personal tokens as one may have', () => {
  const app = runningApp({ KEYLEDGER_TOKENS_PER_OWNER_MAX: '3' });
  const issue = (headers: Record<string, string>) => app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });

  it('gets no more, and is told what to do; one that is revoked, expired or ended with all others makes room', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const [first] = [await issue(headers), await issue(headers), await issue(headers)];
    for (let n = 0; n < 2; n += 1) expectProblem(await issue(headers), 409, 'token/too-many');
    await app().request('DELETE', `/v1/tokens/${first.body.token.id}`, { headers });
    expect((await issue(headers)).status).toBe(201);
    expectProblem(await issue(headers), 409, 'token/too-many');
    await app().request('POST', `/v1/users/${person.id}/revoke-tokens`, { headers: await app().signIn() });
    const anew = await app().signIn(person);
    const soon = new Date(app().clock.now().getTime() + 60_000).toISOString();
    await app().request('POST', '/v1/tokens', { headers: anew, body: { kind: 'personal', expiresAt: soon } });
    expect([(await issue(anew)).status, (await issue(anew)).status, (await issue(anew)).status]).toEqual([201, 201, 409]);
    app().clock.advance(120);
    expect((await issue(anew)).status).toBe(201);
    expect((await issue(await app().signIn())).status).toBe(201);
  });

  it('rotates what there is, for that makes no more of them', async () => {
    const headers = await app().signIn(await app().register('manager'));
    const [{ body }] = [await issue(headers), await issue(headers), await issue(headers)];
    expect((await app().request('POST', `/v1/tokens/${body.token.id}/rotate`, { headers })).status).toBe(200);
    expectProblem(await issue(headers), 409, 'token/too-many');
  });
});
