import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

describe('GET /v1/users/{id}/footprint', () => {
  const app = runningApp();
  let leaver: Person;
  let other: Person;
  const ids: Record<string, string> = {};
  const get = async (id = leaver.id, by: Person = app().owner) =>
    app().request('GET', `/v1/users/${id}/footprint`, { headers: await app().signIn(by) });
  const post = async (by: Person, path: string, body: unknown = {}) =>
    (await app().request('POST', path, { headers: await app().signIn(by), body })).body;

  beforeAll(async () => {
    await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance: 10 } });
    [leaver, other] = [await app().register('administrator'), await app().register('administrator')];
    const create = async (by: Person, name: string) =>
      (await post(by, '/v1/service-accounts', { name, role: 'annotator' })).serviceAccount.id;
    ids.created = await create(leaver, 'created');
    ids.handedOver = await create(leaver, 'handed over');
    ids.reset = await create(other, 'reset');
    ids.overlapping = await create(leaver, 'overlapping');
    await create(other, 'none of theirs');
    const gone = await create(leaver, 'gone');
    await post(other, `/v1/service-accounts/${ids.handedOver}/reset-token`);
    await post(leaver, `/v1/service-accounts/${ids.reset}/reset-token`);
    await post(other, `/v1/service-accounts/${ids.overlapping}/reset-token`, { overlapSeconds: 3600 });
    await app().request('DELETE', `/v1/service-accounts/${gone}`, { headers: await app().signIn() });
    ids.verifier = (await post(leaver, '/v1/verifiers', { name: 'gateway' })).verifier.id;
    const deleted = (await post(leaver, '/v1/verifiers', { name: 'deleted' })).verifier.id;
    await app().request('DELETE', `/v1/verifiers/${deleted}`, { headers: await app().signIn() });
    await post(leaver, '/v1/users', { email: 'registered@example.org', role: 'reviewer' });
    ids.token = (await post(leaver, '/v1/tokens', { kind: 'personal', name: 'laptop' })).token.id;
    const { token } = await post(leaver, '/v1/tokens', { kind: 'personal', name: 'revoked' });
    await app().request('DELETE', `/v1/tokens/${token.id}`, { headers: await app().signIn(leaver) });
  });

  describe('answers 200', () => {
    it('with tokens and sessions that are not over', async () => {
      const { status, body } = await get();
      expect(status).toBe(200);
      expect(body.user).toEqual({ kind: 'user', id: leaver.id, name: null, email: leaver.email });
      expect(body.tokens).toEqual([expect.objectContaining({ id: ids.token, name: 'laptop', state: 'active' })]);
      expect(body.sessions.length).toBeGreaterThan(0);
      expect(body.sessions[0]).toMatchObject({ id: uuid, createdAt: isoTime, lastSeenAt: isoTime, current: false });
      expect(body.registeredPeople).toBe(1);
    });

    it('with accounts and verifiers that go on, and whether a credential that they were shown still works', async () => {
      const { serviceAccounts, verifiers } = (await get()).body;
      const told = serviceAccounts.map(({ id, name, created, knowsCredential }: Record<string, unknown>) => ({
        id,
        name,
        created,
        knowsCredential,
      }));
      expect(told).toEqual([
        { id: ids.created, name: 'created', created: true, knowsCredential: true },
        { id: ids.handedOver, name: 'handed over', created: true, knowsCredential: false },
        { id: ids.reset, name: 'reset', created: false, knowsCredential: true },
        { id: ids.overlapping, name: 'overlapping', created: true, knowsCredential: true },
      ]);
      expect(serviceAccounts[0]).toMatchObject({ shownAt: isoTime, token: { kind: 'service-account', ownerId: ids.created } });
      expect(verifiers).toEqual([{ id: ids.verifier, name: 'gateway', createdAt: isoTime }]);
    });

    it('and once the person is disabled, with what is suspended and what they still know', async () => {
      await post(app().owner, `/v1/users/${leaver.id}/disable`);
      const { tokens, sessions, serviceAccounts } = (await get()).body;
      expect(tokens).toMatchObject([{ id: ids.token, state: 'suspended', stateReason: 'owner-disabled' }]);
      expect(sessions).toEqual([]);
      expect(serviceAccounts[0].knowsCredential).toBe(true);
      await post(app().owner, `/v1/service-accounts/${ids.created}/reset-token`);
      expect((await get()).body.serviceAccounts[0].knowsCredential).toBe(false);
      app().clock.advance(3601);
      expect((await get()).body.serviceAccounts.at(-1).knowsCredential).toBe(false);
    });

    it('to an auditor, too', async () => {
      expect((await get(leaver.id, await app().register('auditor'))).status).toBe(200);
    });
  });

  it('answers 403 to those who do not oversee the organization, and 404 for somebody of another', async () => {
    expectProblem(await get(leaver.id, await app().register('manager')), 403, 'permission/denied');
    const { owner } = await app().secondOrganization();
    expectProblem(await get(owner.id), 404, 'user/not-found');
    expectProblem(await get(leaver.id, owner), 404, 'user/not-found');
    expectProblem(await get('nobody'), 404, 'user/not-found');
  });
});
