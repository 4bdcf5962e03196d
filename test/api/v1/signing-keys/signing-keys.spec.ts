import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/signing-keys', () => {
  describe('answers 200', () => {
    const app = runningApp();
    const list = async () =>
      (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body.items.map(
        (key: { status: string }) => key.status,
      );

    it('with every key and what it is, as it is rotated and retired', async () => {
      expect(await list()).toEqual(['active']);
      await app().request('POST', '/v1/signing-keys/rotate', { headers: await app().signIn() });
      expect(await list()).toEqual(['active', 'next']);
      // Ten minutes from the announcement, and then until the clock is certainly right.
      await eventually(async () => {
        app().clock.advance(301);
        expect(await list()).toEqual(['previous', 'active']);
      }, 1000);
      const [{ kid }] = (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body.items;
      await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
      expect(await list()).toEqual(['retired', 'active']);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('to the owner of any organization but the first, whose keys they are not', async () => {
      const { owner } = await app().secondOrganization();
      const headers = await app().signIn(owner);
      expectProblem(await app().request('GET', '/v1/signing-keys', { headers }), 403, 'permission/denied');
    });
  });
});
