import { beforeAll, describe, expect, it } from '@jest/globals';
import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../support/events.js';
import { runningApp } from '../../support/running-app.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('POST /oauth/introspect', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let verifier: { id: string; credential: string };
  beforeAll(async () => {
    const { body } = await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body: { name: 'gateway' } });
    verifier = { id: body.verifier.id, credential: body.credential };
  });
  const basic = (id = verifier.id, credential = verifier.credential) => `Basic ${Buffer.from(`${id}:${credential}`).toString('base64')}`;
  const introspect = (token: string, authorization = basic(), more: Record<string, string> = {}) =>
    app().request('POST', '/oauth/introspect', { headers: { authorization }, form: { token, ...more } });

  describe('answers 200', () => {
    it('with whose an access token is, what it may do and when it ends', async () => {
      const { access, tokenId } = await app().tokensOf();
      const answer = await introspect(access);
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      const { iat, exp } = JSON.parse(Buffer.from(access.split('.')[1], 'base64url').toString());
      expect(answer.body).toEqual({
        active: true,
        token_type: 'Bearer',
        sub: app().owner.id,
        iss: expect.stringMatching(/^urn:uuid:/),
        iat,
        exp,
        token_id: tokenId,
        subject_type: 'user',
        role: 'owner',
        organization_id: app().owner.organizationId,
      });
      expect(exp).toBe(iat + 290);
    });

    it('with the same of legacy tokens and of service accounts, which have no end', async () => {
      const session = await app().signIn();
      const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body.credential;
      const robot = (await app().request('POST', '/v1/service-accounts', { headers: session, body: { name: 'robot', role: 'reviewer' } }))
        .body;
      expect((await introspect(legacy)).body).toMatchObject({ active: true, token_type: 'Token', subject_type: 'user' });
      const { body } = await introspect(robot.credential);
      expect(body).toMatchObject({
        active: true,
        token_type: 'Bearer',
        subject_type: 'service-account',
        sub: robot.serviceAccount.id,
        role: 'reviewer',
      });
      expect(body.exp).toBeUndefined();
    });

    it('with one and the same for everything that is not good, whatever the reason (SR-18, SR-23)', async () => {
      const { owner } = await app().secondOrganization();
      const foreign = await app().tokensOf(owner);
      const person = await app().register('manager');
      const [revoked, disabled, old] = [await app().tokensOf(), await app().tokensOf(person), await app().tokensOf()];
      const session = await app().signIn();
      await app().request('DELETE', `/v1/tokens/${revoked.tokenId}`, { headers: session });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: session });
      app().clock.advance(301);
      const { personal, access } = await app().tokensOf();
      const [head, body, signature] = access.split('.');
      const candidates = [
        revoked.access,
        disabled.access,
        old.access,
        foreign.access,
        personal,
        session.cookie.split('=')[1],
        verifier.credential,
        'x',
        'a'.repeat(40),
        `kl_sa_${'a'.repeat(36)}`,
        `${head}.${body}`,
        `${head}.${body}.${signature.slice(1)}A`,
        `${access} `,
        access.toUpperCase(),
        '…',
        '\u0000',
      ];
      for (const token of candidates) {
        const answer = await introspect(token);
        expect(`${answer.status} ${answer.text}`).toBe('200 {"active":false}');
      }
    });

    it('to the credential of a verifier as Basic or Bearer, whatever parameters come along that it does not know', async () => {
      const { access } = await app().tokensOf();
      expect((await introspect(access, `Bearer ${verifier.credential}`)).body.active).toBe(true);
      const more = { token_type_hint: 'refresh_token', foo: 'bar' };
      expect((await introspect(access, `basic ${basic().slice(6)}`, more)).body.active).toBe(true);
    });

    it('to id and credential in Basic as a form encodes them', async () => {
      const { access } = await app().tokensOf();
      const encoded = [verifier.id, verifier.credential].map((text) => text.replaceAll('-', '%2D').replaceAll('_', '%5F'));
      expect((await introspect(access, basic(encoded[0], encoded[1]))).body.active).toBe(true);
      expect((await introspect(access, basic('%', verifier.credential))).status).toBe(401);
    });
  });

  describe('answers 400', () => {
    it('for no token, an empty one, two of them, and one that is too long', async () => {
      const headers = { authorization: basic(), 'content-type': 'application/x-www-form-urlencoded' };
      for (const rawBody of ['', 'token=', 'token=a&token=b', `token=${'a'.repeat(8193)}`, 'token[]=a']) {
        const answer = await app().request('POST', '/oauth/introspect', { headers, rawBody });
        expect(`${answer.status} ${answer.body.error}`).toBe('400 invalid_request');
      }
    });
  });

  describe('answers 401', () => {
    it('in the words of OAuth to everybody who is no verifier', async () => {
      const { access } = await app().tokensOf();
      const robots = [
        basic('other'),
        basic(verifier.id, `kl_rs_${'a'.repeat(36)}`),
        `Bearer ${access}`,
        'Basic x',
        'Basic !!!',
        `Basic ${Buffer.from('a:b:c').toString('base64')}`,
      ];
      for (const authorization of robots) {
        const answer = await introspect(access, authorization);
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject({ error: 'invalid_client', status: 401, requestId: expect.any(String) });
        expect(answer.headers['www-authenticate']).toBe('Basic realm="keyledger"');
      }
      expect((await app().request('POST', '/oauth/introspect', { form: { token: access } })).body.error).toBe('invalid_client');
      expect((await app().request('POST', '/oauth/introspect', { headers: await app().signIn(), form: { token: access } })).status).toBe(
        401,
      );
    });

    it('to a stranger, whatever is asked: who asks is looked at first', async () => {
      const answer = await app().request('POST', '/oauth/introspect', { form: {} });
      expect(`${answer.status} ${answer.body.error}`).toBe('401 invalid_client');
    });

    it.each<[string, (id: string, credential: string) => string]>([
      ['unpadded', (id, credential) => base64(`${id}:${credential}`).replace(/=+$/, '')],
      ['padded too much', (id, credential) => `${base64(`${id}:${credential}`)}=`],
      ['with a bit too many', (id, credential) => `${base64(`${id}:${credential}:`).slice(0, -3)}7==`],
      ['in the alphabet of URLs', (id, credential) => Buffer.from(`${id}:${credential}?`).toString('base64url')],
      ['with a line end within', (id, credential) => base64(`${id}:${credential}`).replace(/^(.{8})/, '$1\r\n')],
      ['with a blank within', (id, credential) => base64(`${id}:${credential}`).replace(/^(.{8})/, '$1 ')],
      ['twice', (id, credential) => `${base64(`${id}:${credential}`)},${base64(`${id}:${credential}`)}`],
      ['of three parts', (id, credential) => base64(`${id}:${credential}:`)],
      ['of one part', (_id, credential) => base64(credential)],
      ['without an id', (_id, credential) => base64(`:${credential}`)],
      ['with a line end at the end', (id, credential) => base64(`${id}:${credential}\n`)],
      ['with a blank around the colon', (id, credential) => base64(`${id} : ${credential}`)],
      ['with a plus for a blank', (id, credential) => base64(`+${id}:${credential}`)],
      ['with a broken escape', (id, credential) => base64(`${id}:${credential}%2`)],
      ['with a hard blank', (id, credential) => base64(`${id}:${credential}\u00a0`)],
      ['with a NUL', (id, credential) => base64(`${id}:${credential}\0`)],
    ])('to Basic that is %s: a credential is written in one way', async (_what, write) => {
      const { access } = await app().tokensOf();
      expect((await introspect(access, `Basic ${base64(`${verifier.id}:${verifier.credential}`)}`)).status).toBe(200);
      const answer = await introspect(access, `Basic ${write(verifier.id, verifier.credential)}`);
      expect(`${answer.status} ${answer.body.code}`).toBe('401 credential/invalid');
    });

    it('and counts who was not admitted', async () => {
      await introspect('x', `Bearer kl_rs_${'a'.repeat(36)}`);
      await app().get(RefusedAttempts).flush();
      const events = await readEverything(app().get(EventStore), null);
      const attempts = events.filter(({ type }) => type === 'AttemptsRefused').flatMap(({ data }) => data.attempts as { reason: string }[]);
      expect(attempts.map(({ reason }) => reason)).toContain('verifier/invalid');
    });

    it('to a verifier that was deleted', async () => {
      const headers = await app().signIn();
      const { body } = await app().request('POST', '/v1/verifiers', { headers, body: { name: 'short-lived' } });
      const { access } = await app().tokensOf();
      const authorization = `Bearer ${body.credential}`;
      expect((await introspect(access, authorization)).status).toBe(200);
      await app().request('DELETE', `/v1/verifiers/${body.verifier.id}`, { headers });
      expect((await introspect(access, authorization)).status).toBe(401);
      await app().restart();
      expect((await introspect(access, authorization)).status).toBe(401);
      expect((await introspect(access)).status).toBe(200);
    });
  });

  it('admits a verifier to nothing else', async () => {
    for (const authorization of [`Bearer ${verifier.credential}`, `Token ${verifier.credential}`, basic()]) {
      for (const path of ['/v1/users', '/v1/auth', '/v1/organization', '/api/current-user/whoami']) {
        expect((await app().request('GET', path, { headers: { authorization } })).status).toBe(401);
      }
    }
  });
});
