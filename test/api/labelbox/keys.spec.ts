import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { importedKey } from '../../support/api-keys.js';
import { runningApp } from '../../support/running-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

const create = 'mutation($data: NewApiKey!){createApiKey(data: $data){id jwt}}';
const remove = 'mutation($id: ID!){updateApiKey(where: {id: $id}, data: {revoked: true}){id revoked}}';
const notAllowed = 'OPERATION_NOT_ALLOWED';
const denied = [403, 'AUTHORIZATION_ERROR'];

describe('POST /graphql for keys', () => {
  const app = runningApp();
  let owner: Asker;
  let manager: Asker;
  let other: Asker;
  beforeAll(async () => {
    owner = await askerOf(app(), app().owner, 'administrator');
    other = await askerOf(app(), (await app().secondOrganization()).owner, 'administrator');
  });
  beforeEach(async () => {
    manager = await askerOf(app(), await app().register('manager'), 'manager');
  });
  const made = (data: object, by = owner) => by.ask(create, { data: { name: 'made', ...data } });
  const described = async (id: string) => (await app().request('GET', `/v1/api-keys/${id}`, { headers: await app().signIn() })).body;

  describe('200', () => {
    it('makes a key of a name alone: of the caller, in the role of its key, for as long as can be', async () => {
      app().clock.stop();
      const { body } = await made({}, manager);
      const { id, jwt } = body.data.createApiKey;
      const key = await described(id);
      expect(key).toMatchObject({ name: 'made', role: 'manager', ownerId: manager.person.id, createdWith: manager.keyId });
      expect(Date.parse(key.expiresAt) - Date.parse(key.createdAt)).toBeGreaterThan(15_119_998_000);
      expect((await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${jwt}` } })).body.id).toBe(manager.person.id);
    });

    it.each([['team manager'], ['TEAM_MANAGER'], ['Team Manager']])('reads the role %s', async (role) => {
      const { body } = await made({ role, validitySeconds: 60 });
      expect((await described(body.data.createApiKey.id)).role).toBe('manager');
    });

    it('makes a key for somebody else by an address in any case, with addresses in their one spelling', async () => {
      const data = {
        targetUserEmailId: manager.person.email.toUpperCase(),
        role: 'Labeler',
        allowedIpCidrs: ['2001:0db8::1', '10.1.2.3/32'],
      };
      const key = await described((await made(data)).body.data.createApiKey.id);
      expect(key).toMatchObject({ ownerId: manager.person.id, createdBy: owner.person.id, allowedIpCidrs: ['2001:db8::1', '10.1.2.3/32'] });
    });

    it('takes an empty list of addresses, and null in the place of everything but a name', async () => {
      const nothing = { targetUserEmailId: null, role: null, validitySeconds: null, allowedIpCidrs: null };
      for (const more of [nothing, { allowedIpCidrs: [] }]) expect((await made(more)).status).toBe(200);
    });

    it('deletes a key, and what is deleted has the same answer', async () => {
      const { id } = (await made({}, manager)).body.data.createApiKey;
      const answer = { data: { updateApiKey: { id, revoked: true } } };
      for (const by of [manager, manager, owner]) expect((await by.ask(remove, { id })).body).toEqual(answer);
      expect((await described(id)).state).toBe('revoked');
    });

    it('deletes the key that asks, which is refused from then on', async () => {
      expect((await manager.ask(remove, { id: manager.keyId })).status).toBe(200);
      expect(refusalOf(await manager.ask('{user{id}}'))).toEqual([401, 'AUTHENTICATION_ERROR']);
    });

    it('tells the last second of the year 9999 as the end of a key that was imported without one', async () => {
      const { id } = await importedKey(app(), manager.person.id);
      expect((await described(id)).expiresAt).toBeNull();
      const { apiKeys } = (await manager.ask('{user{apiKeys{id name expiresAtEpoch}}}')).body.data.user;
      expect(apiKeys).toContainEqual({ id, name: 'imported', expiresAtEpoch: 253_402_300_799 });
    });

    it('lists the keys of one organization alone', async () => {
      const keys = '{user{apiKeys{id} apiKeysOtherUsers{id}}}';
      const { apiKeys, apiKeysOtherUsers } = (await other.ask(keys)).body.data.user;
      expect([apiKeys, apiKeysOtherUsers]).toEqual([[{ id: other.keyId }], []]);
      const ofOthers = (await owner.ask(keys)).body.data.user.apiKeysOtherUsers;
      expect(ofOthers).toContainEqual({ id: manager.keyId });
      expect(ofOthers).not.toContainEqual({ id: other.keyId });
    });

    it('lists no keys beside anybody but the caller', async () => {
      const { body } = await owner.ask(`{user(where: {id: "${manager.person.id}"}){apiKeys{id} apiKeysOtherUsers{id}}}`);
      expect(body.data.user).toEqual({ apiKeys: [], apiKeysOtherUsers: [] });
    });
  });

  describe('400', () => {
    it.each([
      [{ name: '' }],
      [{ name: 'a\nb' }],
      [{ name: 'x'.repeat(201) }],
      [{ role: 'Lablr' }],
      [{ role: 'SuperAdmin' }],
      [{ role: 'Tenant Admin' }],
      [{ validitySeconds: 59 }],
      [{ validitySeconds: 15_120_001 }],
      [{ validitySeconds: 60.5 }],
      [{ validitySeconds: '3600' }],
      [{ targetUserEmailId: 'not-an-email' }],
      [{ allowedIpCidrs: ['fe80::1%eth0'] }],
      [{ allowedIpCidrs: ['192.0.2.10/24'] }],
      [{ allowedIpCidrs: Array.from({ length: 51 }, (_, n) => `10.0.0.${n}`) }],
    ])('to %j', async (data) => {
      const answer = await made(data);
      expect(refusalOf(answer)).toEqual([400, 'MALFORMED_REQUEST']);
    });
  });

  describe('403', () => {
    it('to a key above the own role, for somebody else without the right, and for an owner by an administrator', async () => {
      expect(refusalOf(await made({ role: 'Admin' }, manager))).toEqual(denied);
      expect(refusalOf(await made({ targetUserEmailId: owner.person.email }, manager))).toEqual(denied);
      const administrator = await askerOf(app(), await app().register('administrator'), 'administrator');
      expect(refusalOf(await made({ targetUserEmailId: owner.person.email }, administrator))).toEqual(denied);
    });

    it('to every key, while the owners let none make others', async () => {
      const switched = async (apiKeysMayIssue: boolean) =>
        app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { apiKeysMayIssue } });
      await switched(false);
      const answer = await made({}, manager);
      await switched(true);
      expect(refusalOf(answer)).toEqual(denied);
    });
  });

  describe('404', () => {
    it('to the deletion of a key that the caller does not see, and of one that there is not', async () => {
      const notFound = [404, 'RESOURCE_NOT_FOUND'];
      for (const id of ['no-such-id', owner.keyId]) expect(refusalOf(await manager.ask(remove, { id }))).toEqual(notFound);
      expect(refusalOf(await other.ask(remove, { id: owner.keyId }))).toEqual(notFound);
      expect((await described(owner.keyId)).state).toBe('active');
    });
  });

  describe('422', () => {
    it('to a key for nobody, and of another organization, which look alike and are no empty answer to the SDK', async () => {
      const answers = [await made({ targetUserEmailId: 'nobody@example.com' }), await made({ targetUserEmailId: other.person.email })];
      expect(answers.map(refusalOf)).toEqual([
        [422, notAllowed],
        [422, notAllowed],
      ]);
      expect(answers[0].text).toBe(answers[1].text);
    });

    it('to a role of auditors for somebody who is none', async () => {
      const auditor = await app().register('auditor');
      expect(refusalOf(await made({ targetUserEmailId: auditor.email, role: 'Labeler' }))[1 as never]).toMatch(/AUTHORIZATION|NOT_ALLOWED/);
    });

    it('to a deletion that is to be undone', async () => {
      const undo = 'mutation($id: ID!){updateApiKey(where: {id: $id}, data: {revoked: false}){id}}';
      expect(refusalOf(await owner.ask(undo, { id: owner.keyId }))).toEqual([422, notAllowed]);
    });
  });

  it('disabling its person suspends a key, and enabling revives it, but not one that was deleted', async () => {
    const { id } = (await made({}, manager)).body.data.createApiKey;
    await manager.ask(remove, { id });
    const headers = await app().signIn();
    const act = (what: string) => app().request('POST', `/v1/users/${manager.person.id}/${what}`, { headers });
    await act('disable');
    expect(refusalOf(await manager.ask('{user{id}}'))).toEqual([401, 'AUTHENTICATION_ERROR']);
    expect(await described(manager.keyId)).toMatchObject({ state: 'suspended' });
    await act('enable');
    expect((await manager.ask('{user{id}}')).status).toBe(200);
    expect(app().get(TokenValidity).tokens.byId(id)?.revoked).toBe(true);
  });
});
