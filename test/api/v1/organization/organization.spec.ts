import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/organization', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the settings of a new organization', async () => {
      const { body } = await app().request('GET', '/v1/organization', { headers: await app().signIn() });
      expect(body).toEqual({
        id: uuid,
        number: 1,
        name: 'Keyledger',
        createdAt: isoTime,
        personalAccessTokensEnabled: true,
        legacyTokensEnabled: false,
        personalAccessTokenTtlDays: 365,
        serviceAccountAllowance: 1,
        apiCredentialsMayIssue: false,
        apiKeysMayIssue: true,
      });
    });

    it('to each of two organizations with its own', async () => {
      const { owner } = await app().secondOrganization();
      const theirs = await app().signIn(owner);
      const before = (await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body;
      await app().request('PATCH', '/v1/organization', {
        headers: theirs,
        body: { personalAccessTokensEnabled: false, personalAccessTokenTtlDays: 99 },
      });
      expect((await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body).toEqual(before);
      expect((await app().request('GET', '/v1/organization', { headers: theirs })).body).toMatchObject({
        name: 'Second',
        number: 2,
        personalAccessTokenTtlDays: 99,
      });
    });
  });
});

describe('PATCH /v1/organization', () => {
  const app = runningApp();

  describe('answers 200', () => {
    const app = runningApp();

    it('with what was changed, and only that, at once', async () => {
      const headers = await app().signIn();
      const before = (await app().request('GET', '/v1/organization', { headers })).body;
      const changes = { legacyTokensEnabled: true, personalAccessTokenTtlDays: 7, serviceAccountAllowance: 5 };
      const answer = await app().request('PATCH', '/v1/organization', { headers, body: changes });
      expect(answer.body).toEqual({ ...before, ...changes });
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect((await app().request('GET', '/v1/organization', { headers })).body).toEqual(answer.body);
    });

    it('with several changes written at once, so that no crash leaves half of them', async () => {
      const headers = await app().signIn();
      const before = app().appends();
      const body = { legacyTokensEnabled: false, personalAccessTokenTtlDays: 8, serviceAccountAllowance: 6 };
      expect((await app().request('PATCH', '/v1/organization', { headers, body })).body).toMatchObject(body);
      expect(app().appends()).toBe(before + 1);
    });

    it('when nothing changes, with no event in the log', async () => {
      const headers = await app().signIn();
      const settings = (await app().request('GET', '/v1/organization', { headers })).body;
      const { personalAccessTokensEnabled, serviceAccountAllowance } = settings;
      const count = async () =>
        (await app().request('GET', `/v1/activity?subject=${settings.id}&limit=200`, { headers })).body.items.length;
      const before = await count();
      for (const body of [{}, { personalAccessTokensEnabled, serviceAccountAllowance }]) {
        const answer = await app().request('PATCH', '/v1/organization', { headers, body });
        expect(answer.body).toEqual(settings);
        expect(answer.headers['keyledger-position']).toEqual(position);
      }
      expect(await count()).toBe(before);
    });

    it('to an API credential of an administrator that revokes', async () => {
      const headers = { authorization: `Bearer ${(await app().tokensOf(await app().register('administrator'))).access}` };
      const answer = await app().request('PATCH', '/v1/organization', { headers, body: { personalAccessTokenTtlDays: 1 } });
      expect(answer.body.personalAccessTokenTtlDays).toBe(1);
    });
  });

  describe('answers 400', () => {
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

    it.each(['[]', 'null', '"text"', '1', '{', '{"a":1}}', '{"__proto__":{"x":1}}', '{"a":1,"a":2}'])(
      'for the body %p',
      async (rawBody) => {
        const answer = await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), rawBody });
        expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
      },
    );
  });

  describe('answers 403', () => {
    it('to an administrator for what is for owners, with nothing of the rest changed', async () => {
      const headers = await app().signIn(await app().register('administrator'));
      const before = (await app().request('GET', '/v1/organization', { headers })).body;
      for (const own of [{ serviceAccountAllowance: 2 }, { apiCredentialsMayIssue: true }]) {
        const body = { legacyTokensEnabled: true, ...own };
        expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 403, 'role/above-own');
        expect((await app().request('GET', '/v1/organization', { headers })).body).toEqual(before);
      }
    });

    it('to an API credential that grants, with nothing of what it revokes changed', async () => {
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

  describe('answers 422', () => {
    const app = runningApp({ KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: '3' });

    it('for an allowance above what the installation permits', async () => {
      const body = { serviceAccountAllowance: 4, legacyTokensEnabled: true };
      const headers = await app().signIn();
      expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 422, 'organization/allowance-out-of-range');
      expect((await app().request('GET', '/v1/organization', { headers })).body.legacyTokensEnabled).toBe(false);
      expect((await app().request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 3 } })).status).toBe(200);
    });
  });
});
