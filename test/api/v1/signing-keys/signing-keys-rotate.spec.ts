import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { expectProblem } from '../../../support/problem.js';
import { recordDue } from '../../../support/record-due.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/signing-keys/rotate', () => {
  describe('answers 202', () => {
    const app = runningApp();
    const published = async () => (await app().request('GET', '/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
    const signer = (access: string) => JSON.parse(Buffer.from(access.split('.')[0], 'base64url').toString()).kid;

    it('with a key that is published long before it signs, and nothing is refused at any moment (SR-15)', async () => {
      app().clock.stop();
      const { personal, access } = await app().tokensOf();
      const [first] = await published();
      const answer = await app().request('POST', '/v1/signing-keys/rotate', { headers: await app().signIn() });
      expect(answer.status).toBe(202);
      expect(await published()).toEqual([first, answer.body.kid]);
      expect(signer(await app().exchange(personal))).toBe(first);
      expect((await app().request('POST', '/v1/signing-keys/rotate', { headers: await app().signIn() })).body).toEqual(answer.body);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
      for (const seconds of [301, 299]) {
        app().clock.advance(seconds);
        await recordDue(app());
        expect(signer(await app().exchange(personal))).toBe(first);
      }
      app().clock.advance(1);
      await recordDue(app());
      await eventually(async () => expect(signer(await app().exchange(personal))).toBe(answer.body.kid));
      expect(await published()).toEqual([first, answer.body.kid]);
      await app().restart();
      const fresh = await app().exchange(personal);
      expect(signer(fresh)).toBe(answer.body.kid);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${fresh}` } })).status).toBe(200);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('to the owner of any organization but the first, whose keys they are not', async () => {
      const headers = await app().signIn((await app().secondOrganization()).owner);
      expectProblem(await app().request('POST', '/v1/signing-keys/rotate', { headers }), 403, 'permission/denied');
    });
  });
});
