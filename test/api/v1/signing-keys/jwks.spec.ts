import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { runningApp } from '../../../support/running-app.js';

describe('GET /.well-known/jwks.json', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('with the public half of the signing key, under which access tokens verify elsewhere', async () => {
      const { access } = await app().tokensOf();
      const { body, status } = await app().request('GET', '/.well-known/jwks.json');
      expect(status).toBe(200);
      expect(body.keys).toEqual([
        { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: expect.any(String), alg: 'ES256', use: 'sig' },
      ]);
      const { payload } = await jwtVerify(access, createLocalJWKSet(body), { typ: 'at+jwt' });
      expect(payload.sub).toBe(app().owner.id);
    });

    it('with the same key after a restart', async () => {
      const before = (await app().request('GET', '/.well-known/jwks.json')).body;
      await app().restart();
      expect((await app().request('GET', '/.well-known/jwks.json')).body).toEqual(before);
    });
  });
});
