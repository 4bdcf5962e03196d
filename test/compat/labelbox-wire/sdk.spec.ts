import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import { type Keyed, keyed } from './key-maker.js';
import { LabelboxClient } from './labelbox-client.js';

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
const jwt = expect.stringMatching(/^eyJ0eXAiOiJrZXkrand0Ii[\w-]*\.[\w-]+\.[\w-]+$/);

/** Every call of the SDK that API keys are about, in the bytes in which it makes them. */
describe('The SDK of Labelbox', () => {
  const app = runningApp();
  let url: string;
  let owner: Keyed;
  let labeler: Keyed;
  beforeAll(async () => {
    url = await app().listen();
    owner = await keyed(app(), url, app().owner, 'administrator');
  });
  beforeEach(async () => {
    labeler = await keyed(app(), url, await app().register('annotator'), 'annotator');
  });

  it('`get_user` is the person of the key, with every field that the client needs', async () => {
    const user = await labeler.client.getUser();
    const { id, email } = labeler.person;
    expect(user).toEqual({
      id,
      email,
      name: null,
      nickname: null,
      picture: null,
      isViewer: false,
      isExternalUser: false,
      createdAt: iso,
      updatedAt: null,
      lastLoginAt: iso,
    });
  });

  it('`get_organization` is the organization of the key', async () => {
    expect(await labeler.client.getOrganization()).toMatchObject({ id: app().owner.organizationId, createdAt: iso });
  });

  it('`create_api_key` makes a key in five requests, for somebody else too, and the key works', async () => {
    const made = await owner.client.createApiKey('for a labeler', labeler.person.email, 'Labeler', 10_800);
    expect(made).toEqual({ id: expect.any(String), jwt });
    const client = new LabelboxClient(url, made.jwt);
    expect((await client.getUser()).id).toBe(labeler.person.id);
    expect(await client.orgRole(labeler.person.id)).toEqual({ id: 'annotator', name: 'Labeler' });
  });

  it('`get_api_keys` lists own keys apart from those of others, deleted ones too', async () => {
    const made = await owner.client.createApiKey('listed', labeler.person.email, 'Labeler', 3600, ['10.0.0.0/8', '2001:db8::1']);
    expect(await owner.client.revoke(made.id)).toEqual({ updateApiKey: { id: made.id } });
    const { own, others } = await owner.client.getApiKeys();
    expect(own.map(({ id }) => id)).toContain(owner.id);
    expect(others.find(({ id }) => id === made.id)).toEqual({
      id: made.id,
      name: 'listed',
      createdAt: iso,
      updatedAt: null,
      revoked: true,
      expiresAtEpoch: expect.any(Number),
      userId: labeler.person.id,
      userEmail: labeler.person.email,
      createdByUserId: owner.person.id,
      allowedIpCidrs: ['10.0.0.0/8', '2001:db8::1'],
    });
    const seen = await labeler.client.getApiKeys();
    expect([seen.own.map(({ id }) => id).sort(), seen.others]).toEqual([[labeler.id, made.id].sort(), []]);
  });

  it('`revoke` has the same answer twice, and the key is refused', async () => {
    const { id, jwt: credential } = await labeler.client.createApiKey('short', labeler.person.email, 'Labeler', 60);
    for (let i = 0; i < 2; i += 1) expect(await labeler.client.revoke(id)).toEqual({ updateApiKey: { id } });
    await expect(new LabelboxClient(url, credential).getUser()).rejects.toMatchObject({ exception: 'AuthenticationError' });
  });

  it('`get_users` finds by address in any case, and shows a labeler nobody else', async () => {
    const found = await owner.client.getUsers(labeler.person.email.toUpperCase());
    expect(found.map(({ id }) => id)).toEqual([labeler.person.id]);
    expect((await labeler.client.getUsers()).map(({ id }) => id)).toEqual([labeler.person.id]);
    expect(await labeler.client.getUsers(owner.person.email)).toEqual([]);
  });

  it('`get_roles` has the names of Labelbox, and a key is offered what it has the permissions of', async () => {
    expect((await labeler.client.getRoles()).map(({ name }) => name)).toEqual([
      'Labeler',
      'Reviewer',
      'Team Manager',
      'Admin',
      'Tenant Admin',
      'Read-only Admin',
    ]);
    expect(await owner.client.keyRoles()).toEqual(['Labeler', 'Reviewer', 'Team Manager', 'Admin']);
    expect(await labeler.client.keyRoles()).toEqual(['Labeler']);
    const auditor = await keyed(app(), url, await app().register('auditor'), 'auditor');
    expect(await auditor.client.keyRoles()).toEqual(['Read-only Admin']);
  });

  it("`org_role` of an owner's key says Admin, which is what the key may do", async () => {
    expect(await owner.client.orgRole(owner.person.id)).toEqual({ id: 'administrator', name: 'Admin' });
  });

  it('`remove_user` disables: the keys are refused at once, and lists have the person no more', async () => {
    expect(await owner.client.removeUser(labeler.person.id)).toEqual({ updateUser: { id: labeler.person.id, deleted: true } });
    await expect(labeler.client.getUser()).rejects.toMatchObject({ exception: 'AuthenticationError' });
    expect(await owner.client.getUsers(labeler.person.email)).toEqual([]);
    expect((await owner.client.getUserById(labeler.person.id)).id).toBe(labeler.person.id);
  });

  it('`update_org_role` lowers a role, and raises none', async () => {
    const manager = await keyed(app(), url, await app().register('manager'), 'manager');
    expect(await owner.client.updateOrgRole(manager.person.id, 'reviewer')).toEqual({
      setOrganizationRole: { id: 'reviewer', name: 'Reviewer' },
    });
    expect((await manager.client.orgRole(manager.person.id)).name).toBe('Reviewer');
    await expect(owner.client.updateOrgRole(manager.person.id, 'manager')).rejects.toMatchObject({ exception: 'AuthorizationError' });
  });
});
