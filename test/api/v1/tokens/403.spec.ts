import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/tokens answers 403', () => {
  const app = runningApp();

  it('to an access token, and to a session that was not confirmed lately', async () => {
    const { access } = await app().tokensOf();
    const body = { kind: 'personal' };
    const headers = { authorization: `Bearer ${access}` };
    expectProblem(await app().request('POST', '/v1/tokens', { headers, body }), 403, 'permission/confirmation-required');
    const session = await app().signIn();
    app().clock.advance(15 * 60);
    expectProblem(await app().request('POST', '/v1/tokens', { headers: session, body }), 403, 'permission/confirmation-required');
  });

  it('unless the owners let API credentials issue', async () => {
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { apiCredentialsMayIssue: true } });
    expect((await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).status).toBe(201);
    await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { apiCredentialsMayIssue: false } });
    expect((await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).status).toBe(403);
  });

  it('to a service account', async () => {
    const account = { name: 'robot', role: 'owner' };
    const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body: account })).body;
    const headers = { authorization: `Token ${credential}` };
    expectProblem(await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } }), 403, 'permission/denied');
  });

  it.each(['personal', 'legacy'] as const)('while %s tokens are switched off', async (kind) => {
    const owner = await app().signIn();
    await app().request('PATCH', '/v1/organization', {
      headers: owner,
      body: { personalAccessTokensEnabled: false, legacyTokensEnabled: false },
    });
    expectProblem(await app().request('POST', '/v1/tokens', { headers: owner, body: { kind } }), 403, 'token/type-disabled');
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
  });

  it.each(['annotator', 'reviewer', 'manager'] as const)('to a %s who lists the tokens of somebody else', async (role) => {
    const headers = await app().signIn(await app().register(role));
    expectProblem(await app().request('GET', `/v1/tokens?ownerId=${app().owner.id}`, { headers }), 403, 'permission/denied');
  });
});
