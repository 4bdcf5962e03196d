import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/auth', () => {
  describe('answers 200', () => {
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
      const account = {
        'x-keyledger-user': robot.serviceAccount.id,
        'x-keyledger-kind': 'service-account',
        'x-keyledger-role': 'reviewer',
      };
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

  describe('answers 401', () => {
    const app = runningApp();
    const auth = (headers: Record<string, string>) => app().request('GET', '/v1/auth', { headers });

    it('without a credential', async () => expectProblem(await auth({}), 401, 'credential/missing'));

    it('to a session cookie: a proxy passes on what a browser sends by itself', async () => {
      expectProblem(await auth(await app().signIn()), 401, 'credential/missing');
    });

    it('to a personal access token, under every scheme', async () => {
      const { personal } = await app().tokensOf();
      for (const scheme of ['Bearer', 'Token'])
        expectProblem(await auth({ authorization: `${scheme} ${personal}` }), 401, 'credential/invalid');
    });

    it('to an access token under the scheme of a legacy token, and the reverse', async () => {
      await app().enableLegacyTokens();
      const { access } = await app().tokensOf();
      const legacy = (await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body: { kind: 'legacy' } })).body
        .credential;
      expectProblem(await auth({ authorization: `Token ${access}` }), 401, 'credential/invalid');
      expectProblem(await auth({ authorization: `Bearer ${legacy}` }), 401, 'credential/invalid');
    });

    it('five minutes after an access token was made, to the second', async () => {
      app().clock.stop();
      const { access } = await app().tokensOf();
      const { iat } = JSON.parse(Buffer.from(access.split('.')[1], 'base64url').toString());
      const untilEndMs = (iat + 300) * 1000 - app().clock.now().getTime();
      app().clock.advance(untilEndMs / 1000 - 0.001);
      expect((await auth({ authorization: `Bearer ${access}` })).status).toBe(200);
      app().clock.advance(0.001);
      expectProblem(await auth({ authorization: `Bearer ${access}` }), 401, 'credential/invalid');
    });

    it('in the same words whatever was wrong with the credential (SR-18)', async () => {
      const headers = await app().signIn();
      const person = await app().register('manager');
      const { owner } = await app().secondOrganization();
      const [revoked, rotated, disabled, foreign] = [
        await app().tokensOf(),
        await app().tokensOf(),
        await app().tokensOf(person),
        await app().tokensOf(owner),
      ];
      await app().request('DELETE', `/v1/tokens/${revoked.tokenId}`, { headers });
      await app().request('POST', `/v1/tokens/${rotated.tokenId}/rotate`, { headers });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      await app().request('POST', `/v1/users/${owner.id}/revoke-tokens`, { headers: await app().signIn(owner) });
      const { access, personal } = await app().tokensOf();
      const bad = [revoked.access, rotated.access, disabled.access, foreign.access, personal, `${access}A`, access.slice(1), 'x'];
      const opaque = ['a'.repeat(40), `kl_sa_${'a'.repeat(36)}`];
      const seen = new Set<string>();
      for (const authorization of [...bad.map((text) => `Bearer ${text}`), ...opaque.map((text) => `Token ${text}`), 'Basic eDp5']) {
        const { status, headers: answered, body } = await app().request('GET', '/v1/auth', { headers: { authorization } });
        const { date: _, ...same } = answered;
        seen.add(JSON.stringify([status, same, { ...body, requestId: '' }]));
      }
      expect([...seen]).toHaveLength(1);
    });

    it('to every re-encoding of a good access token', async () => {
      const { access } = await app().tokensOf();
      const [head, body, signature] = access.split('.');
      const altered = [
        `${access}=`,
        `${access}==`,
        ` .${access}`,
        `${access}.`,
        `.${access}`,
        access.toUpperCase(),
        `${head}.${body}`,
        `${head}..${signature}`,
        `${head}.${body}.${signature.slice(0, -1)}`,
        `${head}.${body}.${signature}A`,
        access.replaceAll('-', '+').replaceAll('_', '/').concat('/'),
        encodeURIComponent(access).replaceAll('.', '%2E'),
        `"${access}"`,
        `${access},`,
        `${access};`,
        `${access}\u0000`,
        Buffer.from(access).toString('base64'),
      ];
      for (const text of altered)
        expect(`${text.slice(-20)} ${(await auth({ authorization: `Bearer ${text}` })).status}`).toBe(`${text.slice(-20)} 401`);
      expect((await auth({ authorization: `Bearer ${access}` })).status).toBe(200);
    });

    it('to a good credential beside another one in X-API-Key', async () => {
      const { access } = await app().tokensOf();
      expectProblem(await auth({ authorization: `Bearer ${access}`, 'x-api-key': access }), 401, 'credential/invalid');
    });
  });
});
