import { describe, expect, it } from '@jest/globals';
import { SigningKeys } from '#credentials/signing-keys';
import { signerOf } from '../../bad-input/forge.js';
import { position } from '../../support/problem.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /oauth/revoke', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const revoke = (token: string) => app().request('POST', '/oauth/revoke', { form: { token } });

  describe('answers 200', () => {
    it('and revokes a personal access token, with all that was made from it, for anyone who holds the whole of it', async () => {
      const { personal, access } = await app().tokensOf();
      const answer = await revoke(personal);
      expect(answer.status).toBe(200);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
      await expect(app().exchange(personal)).rejects.toThrow('401');
      expect((await revoke(personal)).status).toBe(200);
    });

    it('and revokes legacy tokens and service-account tokens', async () => {
      const session = await app().signIn();
      const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body.credential;
      const robot = (await app().request('POST', '/v1/service-accounts', { headers: session, body: { name: 'robot', role: 'reviewer' } }))
        .body;
      for (const token of [legacy, robot.credential]) {
        expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status).toBe(200);
        expect((await revoke(token)).status).toBe(200);
        expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status).toBe(401);
      }
    });

    it('for what is nothing, and writes nothing (SR-24)', async () => {
      const { personal } = await app().tokensOf();
      const [head, body] = personal.split('.');
      for (const token of ['x', 'a'.repeat(40), `${head}.${body}`, `${head}.${body}.${'A'.repeat(86)}`, `kl_se_${'a'.repeat(49)}`]) {
        const answer = await revoke(token);
        expect(answer.status).toBe(200);
        expect(answer.headers['keyledger-position']).toBeUndefined();
      }
      await app().exchange(personal);
    });

    it('and ends a session whose credential was found somewhere', async () => {
      const { cookie } = await app().signIn();
      expect((await revoke(cookie.split('=')[1])).status).toBe(200);
      expect((await app().request('GET', '/v1/users/me', { headers: { cookie } })).status).toBe(401);
    });

    it('and ends what is only suspended: it does not revive with its owner or its type', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn();
      const set = (personalAccessTokensEnabled: boolean) =>
        app().request('PATCH', '/v1/organization', { headers, body: { personalAccessTokensEnabled } });
      const act = (action: string) => app().request('POST', `/v1/users/${person.id}/${action}`, { headers });
      for (const [suspend, resume] of [
        [() => act('disable'), () => act('enable')],
        [() => set(false), () => set(true)],
      ]) {
        const [revoked, kept] = [await app().tokensOf(person), await app().tokensOf(person)];
        await suspend();
        expect((await revoke(revoked.personal)).headers['keyledger-position']).toEqual(position);
        await resume();
        await expect(app().exchange(revoked.personal)).rejects.toThrow('401');
        await app().exchange(kept.personal);
      }
    });

    it('and ends nothing for anyone who forged a suspended token with a stolen signing key (SR-16)', async () => {
      const person = await app().register('manager');
      const { personal } = await app().tokensOf(person);
      const { signed, header } = signerOf(app().get(SigningKeys).active);
      const claims = JSON.parse(Buffer.from(personal.split('.')[1], 'base64url').toString());
      const forged = signed(header({ typ: 'pat+jwt' }), { ...claims, jti: 'f'.repeat(32) });
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      expect((await revoke(forged)).headers['keyledger-position']).toBeUndefined();
      await app().request('POST', `/v1/users/${person.id}/enable`, { headers });
      expect((await revoke(forged)).headers['keyledger-position']).toBeUndefined();
      await expect(app().exchange(forged)).rejects.toThrow('401');
      await app().exchange(personal);
    });

    it('whatever parameters come along that it does not know, and a hint that is wrong', async () => {
      const { personal } = await app().tokensOf();
      const form = { token: personal, token_type_hint: 'access_token', client_id: 'x' };
      expect((await app().request('POST', '/oauth/revoke', { form })).status).toBe(200);
      await expect(app().exchange(personal)).rejects.toThrow('401');
    });
  });

  describe('answers 400', () => {
    it('for an access token, which ends by itself', async () => {
      const { access } = await app().tokensOf();
      const answer = await revoke(access);
      expect(answer.body).toMatchObject({ status: 400, code: 'token/not-revocable', error: 'unsupported_token_type' });
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
    });

    it('for no token', async () => {
      const answer = await app().request('POST', '/oauth/revoke', { form: {} });
      expect(`${answer.status} ${answer.body.error}`).toBe('400 invalid_request');
    });
  });
});
