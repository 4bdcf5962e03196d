import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/tokens', () => {
  const app = runningApp();

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager'] as const)('to a %s who lists the tokens of somebody else', async (role) => {
      const headers = await app().signIn(await app().register(role));
      expectProblem(await app().request('GET', `/v1/tokens?ownerId=${app().owner.id}`, { headers }), 403, 'permission/denied');
    });
  });
});

describe('POST /v1/tokens', () => {
  const app = runningApp();

  describe('answers 400', () => {
    it.each([
      ['no kind', {}, ['kind']],
      ['another kind', { kind: 'session' }, ['kind']],
      ['a kind in a list', { kind: ['personal'] }, ['kind']],
      ['a name with a control character', { kind: 'personal', name: 'a\u0007b' }, ['name']],
      ['an empty name', { kind: 'personal', name: '' }, ['name']],
      ['a time that is none', { kind: 'personal', expiresAt: 'tomorrow' }, ['expiresAt']],
      ['a time that is a number', { kind: 'personal', expiresAt: 1924992000 }, ['expiresAt']],
      ['a day that there is not', { kind: 'personal', expiresAt: '2030-02-30T00:00:00Z' }, ['expiresAt']],
      ['a week', { kind: 'personal', expiresAt: '2030-W50-1' }, ['expiresAt']],
      ['a time that depends on where the server stands', { kind: 'personal', expiresAt: '2030-02-01T00:00:00' }, ['expiresAt']],
      ['a legacy token with a name', { kind: 'legacy', name: 'mine' }, ['name']],
      ['a legacy token with an end', { kind: 'legacy', expiresAt: '2030-01-01' }, ['expiresAt']],
      ['a name of blanks', { kind: 'personal', name: '  ' }, ['name']],
      ['an owner', { kind: 'personal', ownerId: 'somebody' }, ['ownerId']],
    ])('for %s', async (_what, body, members) => {
      expectProblem(await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body }), 400, 'request/invalid', members);
    });
  });

  describe('answers 401', () => {
    it('to a personal access token itself, which only makes access tokens', async () => {
      const { personal } = await app().tokensOf();
      for (const scheme of ['Bearer', 'Token']) {
        const headers = { authorization: `${scheme} ${personal}` };
        expectProblem(await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } }), 401, 'credential/not-exchanged');
      }
    });

    it('to a session in a header instead of a cookie', async () => {
      const { cookie } = await app().signIn();
      const headers = { authorization: `Bearer ${cookie.split('=')[1]}` };
      expectProblem(await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } }), 401, 'credential/invalid');
    });
  });

  describe('answers 403', () => {
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
  });

  describe('answers 409', () => {
    const app = runningApp();

    it('for a second legacy token while the first is valid', async () => {
      await app().enableLegacyTokens();
      const session = await app().signIn();
      const answers = await Promise.all(
        [1, 2, 3].map(() => app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })),
      );
      expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
      expectProblem(await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } }), 409, 'token/already-valid');
      const working = [];
      for (const { body } of answers.filter(({ status }) => status === 201)) {
        const { status } = await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${body.credential}` } });
        if (status === 200) working.push(body.credential);
      }
      expect(working).toHaveLength(1);
    });
  });

  describe('answers 422', () => {
    it('for an expiry in the past', async () => {
      const body = { kind: 'personal', expiresAt: '2020-01-01T00:00:00Z' };
      expectProblem(await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body }), 422, 'token/expiry-invalid');
    });

    it('for an expiry beyond what the organization allows, and names the latest moment, which is then taken', async () => {
      app().clock.stop();
      const headers = await app().signIn();
      const { personalAccessTokenTtlDays: days } = (await app().request('GET', '/v1/organization', { headers })).body;
      const latestMs = app().clock.now().getTime() + days * 86_400_000;
      const ask = (expiresAt: string) => app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', expiresAt } });
      const answer = await ask(new Date(latestMs + 61_000).toISOString());
      expectProblem(answer, 422, 'token/outlives-cap', ['expiresAt']);
      const [latest] = /[-\d]+T[:\d]+\.000Z/.exec(answer.body.members.expiresAt[0]) ?? [];
      expect(answer.body.members).toEqual({ expiresAt: [`must not be later than ${latest}`] });
      expect(Math.abs(Date.parse(`${latest}`) - latestMs)).toBeLessThan(1000);
      expect(await ask(`${latest}`)).toMatchObject({ status: 201, body: { token: { expiresAt: latest } } });
    });
  });
});
