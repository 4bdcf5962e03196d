import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/auth answers 200', () => {
  const app = runningApp();

  it('to an access token, a legacy token and a service account, with who it is and nothing else', async () => {
    await app().enableLegacyTokens();
    const session = await app().signIn();
    const { access, tokenId } = await app().tokensOf();
    const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
    const body = { name: 'robot', role: 'reviewer', workspaceIds: ['w1', 'w2'] };
    const robot = (await app().request('POST', '/v1/service-accounts', { headers: session, body })).body;
    const { id, organizationId } = app().owner;
    const person = {
      'x-keyledger-user': id,
      'x-keyledger-kind': 'user',
      'x-keyledger-role': 'owner',
      'x-keyledger-organization': organizationId,
    };
    const everywhere = { 'x-keyledger-workspaces': '*', 'x-keyledger-projects': '*' };
    const account = { 'x-keyledger-user': robot.serviceAccount.id, 'x-keyledger-kind': 'service-account', 'x-keyledger-role': 'reviewer' };
    for (const [authorization, headers] of [
      [`Bearer ${access}`, { ...person, ...everywhere, 'x-keyledger-token': tokenId }],
      [`bearer   ${access}`, { ...person, ...everywhere, 'x-keyledger-token': tokenId }],
      [`Token ${legacy.credential}`, { ...person, ...everywhere, 'x-keyledger-token': legacy.token.id }],
      [`TOKEN ${robot.credential}`, { ...account, 'x-keyledger-workspaces': 'w1,w2', 'x-keyledger-projects': '' }],
      [`Bearer ${robot.credential}`, account],
    ] as const) {
      const answer = await app().request('GET', '/v1/auth', { headers: { authorization } });
      expect(answer.status).toBe(200);
      expect(answer.text).toBe('');
      expect(answer.headers).toMatchObject({ ...headers, 'cache-control': 'no-store' });
    }
  });
});
