import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

const disable = 'mutation($id: ID!, $deleted: Boolean!){updateUser(where: {id: $id}, data: {deleted: $deleted}){id deleted}}';
const change = 'mutation($data: RoleChange!){setOrganizationRole(data: $data){id name}}';
const denied = [403, 'AUTHORIZATION_ERROR'];
const notAllowed = [422, 'OPERATION_NOT_ALLOWED'];

describe('POST /graphql for members', () => {
  const app = runningApp();
  let administrator: Asker;
  let owner: Asker;
  let other: Asker;
  let manager: Asker;
  beforeAll(async () => {
    owner = await askerOf(app(), app().owner, 'administrator');
    administrator = await askerOf(app(), await app().register('administrator'), 'administrator');
    other = await askerOf(app(), (await app().secondOrganization()).owner, 'administrator');
  });
  beforeEach(async () => {
    manager = await askerOf(app(), await app().register('manager'), 'manager');
  });
  const person = async (id: string) => (await app().request('GET', `/v1/users/${id}`, { headers: await app().signIn() })).body;
  const disabled = (id: string, by: Asker, deleted = true) => by.ask(disable, { id, deleted });
  const changed = (userId: string, roleId: string, by: Asker) => by.ask(change, { data: { userId, roleId } });

  it('disables a person twice with the same answer', async () => {
    const { id } = manager.person;
    for (let i = 0; i < 2; i += 1)
      expect((await disabled(id, administrator)).body).toEqual({ data: { updateUser: { id, deleted: true } } });
    expect((await person(id)).disabled).toBe(true);
  });

  it('disables nobody above, nobody of another organization, and for no lesser role', async () => {
    const annotator = await app().register('annotator');
    expect(refusalOf(await disabled(annotator.id, manager))).toEqual(denied);
    expect(refusalOf(await disabled(owner.person.id, administrator))).toEqual(denied);
    expect(refusalOf(await disabled(manager.person.id, other))).toEqual(notAllowed);
    expect(refusalOf(await disabled('no-such-id', administrator))).toEqual(notAllowed);
    for (const { id } of [annotator, owner.person, manager.person]) expect((await person(id)).disabled).toBe(false);
  });

  it('enables nobody', async () => {
    await disabled(manager.person.id, administrator);
    expect(refusalOf(await disabled(manager.person.id, administrator, false))).toEqual(notAllowed);
  });

  it('lowers a role', async () => {
    const { body } = await changed(manager.person.id, 'annotator', administrator);
    expect(body.data.setOrganizationRole).toEqual({ id: 'annotator', name: 'Labeler' });
    expect((await person(manager.person.id)).role).toBe('annotator');
    expect((await manager.ask('{user{orgRole{name}}}')).body.data.user.orgRole.name).toBe('Labeler');
  });

  it('raises no role, also where the owners let other credentials raise them', async () => {
    const allow = async (apiCredentialsMayIssue: boolean) =>
      app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { apiCredentialsMayIssue } });
    expect(refusalOf(await changed(manager.person.id, 'administrator', administrator))).toEqual(denied);
    await allow(true);
    const answers = [await changed(manager.person.id, 'administrator', administrator), await changed(manager.person.id, 'auditor', owner)];
    await allow(false);
    expect(answers.map(refusalOf)).toEqual([denied, denied]);
    expect((await person(manager.person.id)).role).toBe('manager');
  });

  it('changes no role for a lesser one, of another organization, or to one that there is not', async () => {
    const annotator = await app().register('reviewer');
    expect(refusalOf(await changed(annotator.id, 'annotator', manager))).toEqual(denied);
    expect(refusalOf(await changed(annotator.id, 'annotator', other))).toEqual(notAllowed);
    for (const roleId of ['Labeler', 'toString', '']) {
      expect(refusalOf(await changed(annotator.id, roleId, administrator))).toEqual([400, 'MALFORMED_REQUEST']);
    }
  });
});
