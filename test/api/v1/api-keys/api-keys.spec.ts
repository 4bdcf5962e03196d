import { describe, expect, it } from '@jest/globals';
import { admits, dayKey, makeKey } from '../../../support/api-keys.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('POST /v1/api-keys', () => {
  const app = runningApp();
  const post = async (body: unknown, headers?: Record<string, string>) =>
    app().request('POST', '/v1/api-keys', { headers: headers ?? (await app().signIn()), body });

  describe('answers 201', () => {
    it('with a key that works at once, and what is known of it', async () => {
      const { id } = app().owner;
      const { status, body } = await post({ ...dayKey, role: 'manager', allowedIpCidrs: ['2001:0DB8::1', '10.0.0.0/8', '2001:db8::1'] });
      expect(status).toBe(201);
      expect(body.apiKey).toMatchObject({
        name: 'nightly',
        role: 'manager',
        ownerId: id,
        createdBy: id,
        state: 'active',
        lastUsedAt: null,
      });
      expect(body.apiKey.allowedIpCidrs).toEqual(['2001:db8::1', '10.0.0.0/8']);
      const made = await makeKey(app());
      expect(await admits(app(), made.headers)).toBe(200);
    });

    it('with a JWT of five claims that begins as every API key does', async () => {
      const { credential, id } = await makeKey(app());
      const [header, payload] = credential.split('.');
      expect(credential.startsWith('eyJ0eXAiOiJrZXkrand0Ii')).toBe(true);
      expect(Object.keys(decoded(header))).toEqual(['typ', 'alg', 'kid']);
      const claims = decoded(payload);
      expect(Object.keys(claims)).toEqual(['userId', 'organizationId', 'apiKeyId', 'iat', 'exp']);
      expect(claims).toMatchObject({ userId: app().owner.id, organizationId: app().owner.organizationId, apiKeyId: id });
      expect(claims.exp - claims.iat).toBe(dayKey.validitySeconds);
    });

    it('to an API key, whose keys are no higher than itself', async () => {
      const parent = await makeKey(app(), { role: 'manager' });
      const { status, body } = await post(dayKey, parent.headers);
      expect(status).toBe(201);
      expect(body.apiKey).toMatchObject({ createdWith: parent.id, createdBy: app().owner.id });
      expectProblem(await post({ ...dayKey, role: 'administrator' }, parent.headers), 403, 'role/above-own');
    });

    it('with a key for somebody else, whose address is named in any case', async () => {
      const person = await app().register('reviewer');
      const { status, body } = await post({ ...dayKey, userEmail: person.email.toUpperCase() });
      expect(status).toBe(201);
      expect(body.apiKey).toMatchObject({ ownerId: person.id, createdBy: app().owner.id });
    });

    it('with the longest and the shortest validity', async () => {
      for (const validitySeconds of [60, 15_120_000]) expect((await post({ ...dayKey, validitySeconds })).status).toBe(201);
    });

    it('with an auditor’s key for an auditor, by an owner', async () => {
      const { email } = await app().register('auditor');
      expect((await post({ ...dayKey, role: 'auditor', userEmail: email })).status).toBe(201);
    });

    it('with no list where the list of addresses is empty', async () => {
      const { body } = await post({ ...dayKey, allowedIpCidrs: [] });
      expect(body.apiKey.allowedIpCidrs).toEqual([]);
      expect(await admits(app(), { authorization: `Bearer ${body.credential}` })).toBe(200);
    });
  });

  it('makes no key for the surface of Label Studio, which has none', async () => {
    const { headers } = await makeKey(app());
    for (const path of ['/api/current-user/whoami', '/api/token']) {
      expect([path, (await app().request('GET', path, { headers })).status]).toEqual([path, 401]);
    }
  });

  describe('answers 401', () => {
    it('to nobody', async () => expectProblem(await post(dayKey, {}), 401, 'credential/missing'));
  });

  describe('answers 403', () => {
    it('to an access token, which may not give rights', async () => {
      const { access } = await app().tokensOf();
      expectProblem(await post(dayKey, { authorization: `Bearer ${access}` }), 403, 'permission/confirmation-required');
    });

    it('to an API key once the owners switched that off', async () => {
      const parent = await makeKey(app(), { role: 'administrator' });
      const headers = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers, body: { apiKeysMayIssue: false } });
      try {
        expectProblem(await post(dayKey, parent.headers), 403, 'api-key/not-issued-by-keys');
      } finally {
        await app().request('PATCH', '/v1/organization', { headers, body: { apiKeysMayIssue: true } });
      }
    });

    it('for somebody else, to who is no administrator, whether or not anybody has the address', async () => {
      const headers = await app().signIn(await app().register('manager'));
      for (const userEmail of [app().owner.email, 'nobody@example.com']) {
        expectProblem(await post({ ...dayKey, userEmail }, headers), 403, 'permission/denied');
      }
    });

    it('for an owner or an auditor, to an administrator', async () => {
      const headers = await app().signIn(await app().register('administrator'));
      const auditor = await app().register('auditor');
      expectProblem(await post({ ...dayKey, userEmail: app().owner.email }, headers), 403, 'role/above-own');
      expectProblem(await post({ ...dayKey, role: 'auditor', userEmail: auditor.email }, headers), 403, 'role/above-own');
    });
  });

  describe('answers 404', () => {
    it('for an address that nobody of this organization has', async () => {
      const { owner } = await app().secondOrganization();
      for (const userEmail of ['nobody@example.com', owner.email]) {
        expectProblem(await post({ ...dayKey, userEmail }), 404, 'user/not-found');
      }
    });
  });

  describe('answers 409', () => {
    it('for somebody who is disabled', async () => {
      const { id, email } = await app().register('annotator');
      await app().request('POST', `/v1/users/${id}/disable`, { headers: await app().signIn() });
      expectProblem(await post({ ...dayKey, userEmail: email }), 409, 'user/disabled');
    });
  });

  describe('answers 422', () => {
    it('for an auditor’s key of somebody who is none, and the other way round', async () => {
      const auditor = await app().register('auditor');
      expectProblem(await post({ ...dayKey, role: 'auditor' }), 422, 'api-key/role-mismatch');
      expectProblem(await post({ ...dayKey, userEmail: auditor.email }), 422, 'api-key/role-mismatch');
    });
  });

  describe('answers 400', () => {
    it.each([
      ['a name with a control character', { name: 'a\u0007b' }],
      ['an empty name', { name: '' }],
      ['a name of 201 characters', { name: 'n'.repeat(201) }],
      ['an unknown role', { role: 'king' }],
      ['too short a validity', { validitySeconds: 59 }],
      ['too long a validity', { validitySeconds: 15_120_001 }],
      ['a part of a second', { validitySeconds: 60.5 }],
      ['host bits', { allowedIpCidrs: ['192.0.2.10/24'] }],
      ['host bits of IPv6', { allowedIpCidrs: ['2001:db8::1/64'] }],
      ['a zone', { allowedIpCidrs: ['fe80::1%eth0'] }],
      ['no address', { allowedIpCidrs: ['example.com'] }],
      ['a number in the list', { allowedIpCidrs: [1] }],
      ['a text in the place of the list', { allowedIpCidrs: '10.0.0.1' }],
      ['51 entries', { allowedIpCidrs: Array.from({ length: 51 }, (_, i) => `10.0.0.${i}`) }],
      ['an address that is none', { userEmail: 'nobody' }],
      ['the role of an owner', { role: 'owner' }],
    ])('for %s', async (_what, change) => expectProblem(await post({ ...dayKey, ...change }), 400, 'request/invalid', Object.keys(change)));
  });
});
