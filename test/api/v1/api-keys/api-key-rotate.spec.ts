import { describe, expect, it } from '@jest/globals';
import { admits, makeKey } from '../../../support/api-keys.js';
import { eventually } from '../../../support/eventually.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/api-keys/{id}/rotate', () => {
  const app = runningApp();
  const rotate = (id: string, headers: Record<string, string>, body?: unknown) =>
    app().request('POST', `/v1/api-keys/${id}/rotate`, { headers, body });
  const bearer = ({ body }: { body: { credential: string } }) => ({ authorization: `Bearer ${body.credential}` });

  describe('answers 201', () => {
    it('with a successor of the same owner, name, role, length and addresses; the old key stops at once', async () => {
      const old = await makeKey(app(), { role: 'manager', allowedIpCidrs: ['127.0.0.0/8'] });
      const answer = await rotate(old.id, old.headers);
      expect(answer.status).toBe(201);
      const { apiKey } = answer.body;
      expect(apiKey).toMatchObject({ name: 'nightly', role: 'manager', allowedIpCidrs: ['127.0.0.0/8'], ownerId: app().owner.id });
      expect(apiKey.id).not.toBe(old.id);
      expect(await admits(app(), bearer(answer))).toBe(200);
      expect(await admits(app(), old.headers)).toBe(401);
      const { iat, exp } = JSON.parse(Buffer.from(answer.body.credential.split('.')[1], 'base64url').toString());
      expect(exp - iat).toBe(86_400);
    });

    it('with an overlap in which both work, and after which the old key has expired', async () => {
      const session = await app().signIn();
      const old = await makeKey(app());
      const answer = await rotate(old.id, session, { overlapSeconds: 100 });
      expect([await admits(app(), old.headers), await admits(app(), bearer(answer))]).toEqual([200, 200]);
      app().clock.advance(101);
      expect([await admits(app(), old.headers), await admits(app(), bearer(answer))]).toEqual([401, 200]);
      expect((await app().request('GET', `/v1/api-keys/${old.id}`, { headers: session })).body.state).toBe('expired');
    });

    it('with an overlap that the first use of the successor ends', async () => {
      const old = await makeKey(app());
      const answer = await rotate(old.id, await app().signIn(), { overlapSeconds: 3600, endsOnFirstUse: true });
      expect(await admits(app(), old.headers)).toBe(200);
      expect(await admits(app(), bearer(answer))).toBe(200);
      await eventually(async () => expect(await admits(app(), old.headers)).toBe(401));
    });

    it('and after a restart the first use still ends the old key', async () => {
      const old = await makeKey(app());
      const answer = await rotate(old.id, await app().signIn(), { overlapSeconds: 3600, endsOnFirstUse: true });
      await app().restart();
      expect(await admits(app(), bearer(answer))).toBe(200);
      await eventually(async () => expect(await admits(app(), old.headers)).toBe(401));
    });
  });

  describe('answers 403', () => {
    it('to an access token', async () => {
      const { id } = await makeKey(app());
      const { access } = await app().tokensOf();
      expectProblem(await rotate(id, { authorization: `Bearer ${access}` }), 403, 'permission/confirmation-required');
    });

    it('to a key that has a lower role than the one to be rotated', async () => {
      const { id } = await makeKey(app(), { role: 'administrator' });
      const low = await makeKey(app(), { role: 'annotator' });
      expectProblem(await rotate(id, low.headers), 403, 'role/above-own');
    });
  });

  describe('answers 404', () => {
    it('for somebody else’s key', async () => {
      const { id } = await makeKey(app());
      expectProblem(await rotate(id, await app().signIn(await app().register('manager'))), 404, 'token/not-found');
    });
  });

  describe('answers 409', () => {
    it('for a key that has a successor, one that was deleted, and all but one of those who rotate at once', async () => {
      const session = await app().signIn();
      const { id } = await makeKey(app());
      const answers = await Promise.all(Array.from({ length: 4 }, () => rotate(id, session, { overlapSeconds: 60 })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
      expectProblem(await rotate(id, session), 409, 'token/superseded');
      const { items } = (await app().request('GET', '/v1/api-keys?limit=200&state=active', { headers: session })).body;
      const successors = items.filter(({ createdAt }: { createdAt: string }) => createdAt >= answers[0].body.apiKey?.createdAt);
      expect(successors.length).toBeLessThanOrEqual(1);
      const gone = await makeKey(app());
      await app().request('DELETE', `/v1/api-keys/${gone.id}`, { headers: session });
      expectProblem(await rotate(gone.id, session), 409, 'token/revoked');
    });
  });
});
