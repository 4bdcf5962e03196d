import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';

describe('S2: service accounts', () => {
  const app = runningApp();
  const create = async (account: object) => app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body: account });
  const allow = async (serviceAccountAllowance: number) =>
    app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance } });
  const removeAll = async () => {
    const headers = await app().signIn();
    const { items } = (await app().request('GET', '/v1/service-accounts', { headers })).body;
    for (const { id } of items) await app().request('DELETE', `/v1/service-accounts/${id}`, { headers });
  };
  const token = (credential: string) => ({ authorization: `Token ${credential}` });

  it('S2: have access to the API', async () => {
    const { credential } = (await create({ name: 'exporter', role: 'administrator' })).body;
    const whoami = await app().request('GET', '/api/current-user/whoami', { headers: token(credential) });
    expect(whoami.status).toBe(200);
    expect((await app().request('GET', '/v1/users', { headers: token(credential) })).status).toBe(200);
    await removeAll();
  });

  it('S2: cannot sign in, by whatever name and with whatever they hold', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'owner' })).body;
    for (const email of ['exporter', serviceAccount.id, 'exporter@example.com']) {
      const { status } = await app().request('POST', '/v1/sessions', { body: { email, password: credential } });
      expect(status).toBe(401);
      expect((await app().request('POST', '/user/login/', { form: { email, password: credential } })).status).toBe(401);
    }
    await removeAll();
  });

  it('S2: are for programs alone: what belongs to a person at a screen is refused to them, whatever their role', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'owner' })).body;
    for (const [method, path] of [
      ['GET', '/v1/sessions'],
      ['POST', '/v1/sessions/current/confirm'],
      ['PUT', '/v1/users/me/password'],
      ['GET', '/v1/users/me'],
      ['POST', '/v1/tokens'],
      ['GET', '/api/token/'],
      ['POST', '/api/token/'],
      ['GET', '/api/current-user/token'],
      ['POST', '/api/current-user/reset-token/'],
      ['POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`],
    ]) {
      const { status } = await app().request(method, path, { headers: token(credential) });
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 403`);
    }
    await removeAll();
  });

  it('S2: are one for each organization until an owner asks for more', async () => {
    expect((await create({ name: 'first', role: 'annotator' })).status).toBe(201);
    expect((await create({ name: 'second', role: 'annotator' })).status).toBe(409);
    await allow(2);
    expect((await create({ name: 'second', role: 'annotator' })).status).toBe(201);
    await allow(1);
    await removeAll();
  });

  it('S2: keep the name that they were created with', async () => {
    const { serviceAccount } = (await create({ name: 'exporter', role: 'manager' })).body;
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    const answer = await app().request('PATCH', path, { headers: await app().signIn(), body: { name: 'importer' } });
    expect(answer.status).toBe(400);
    expect((await app().request('GET', path, { headers: await app().signIn() })).body.name).toBe('exporter');
    await removeAll();
  });

  it('S2: have a role that bounds what they may do, and that can be raised and lowered later', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'manager' })).body;
    const list = async () => (await app().request('GET', '/v1/users', { headers: token(credential) })).status;
    const change = async (role: string) =>
      app().request('PATCH', `/v1/service-accounts/${serviceAccount.id}`, { headers: await app().signIn(), body: { role } });
    expect(await list()).toBe(403);
    await change('administrator');
    expect(await list()).toBe(200);
    await change('annotator');
    expect(await list()).toBe(403);
    await removeAll();
  });

  it.each(['annotator', 'reviewer', 'manager'])(
    'S2: that are %s act in the workspaces and projects that they are assigned to, which can change later',
    async (role) => {
      const { serviceAccount, credential } = (await create({ name: 'exporter', role, workspaceIds: ['w1'], projectIds: ['p1', 'p2'] }))
        .body;
      const scope = async () => {
        const { headers } = await app().request('GET', '/v1/auth', { headers: token(credential) });
        return [headers['x-keyledger-workspaces'], headers['x-keyledger-projects']];
      };
      expect(await scope()).toEqual(['w1', 'p1,p2']);
      const body = { workspaceIds: [], projectIds: ['p2', 'p3'] };
      await app().request('PATCH', `/v1/service-accounts/${serviceAccount.id}`, { headers: await app().signIn(), body });
      expect(await scope()).toEqual(['', 'p2,p3']);
      await removeAll();
    },
  );

  it('S2: that are administrators or owners act everywhere', async () => {
    const { credential } = (await create({ name: 'exporter', role: 'administrator' })).body;
    const { headers } = await app().request('GET', '/v1/auth', { headers: token(credential) });
    expect([headers['x-keyledger-workspaces'], headers['x-keyledger-projects']]).toEqual(['*', '*']);
    await removeAll();
  });

  it('S2: give their token once: nothing that can be asked later answers it', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'manager' })).body;
    const headers = await app().signIn();
    const paths = [
      '',
      '/v1/service-accounts',
      `/v1/service-accounts/${serviceAccount.id}`,
      `/v1/tokens?ownerId=${serviceAccount.id}`,
      '/v1/activity?limit=200',
    ];
    for (const path of paths.slice(1)) expect((await app().request('GET', path, { headers })).text).not.toContain(credential);
    await removeAll();
  });

  it('S2: show what they did in the activity log', async () => {
    const { serviceAccount, credential } = (await create({ name: 'registrar', role: 'administrator' })).body;
    const { body } = await app().request('POST', '/v1/users', {
      headers: token(credential),
      body: { email: 'new@example.com', role: 'annotator' },
    });
    const { items } = (await app().request('GET', `/v1/activity?actor=${serviceAccount.id}`, { headers: await app().signIn() })).body;
    expect(items.map(({ type }: { type: string }) => type)).toEqual(['EmailClaimed', 'MemberJoined', 'UserRegistered']);
    expect(items[0].details.userId).toBe(body.id);
    const about = (await app().request('GET', `/v1/activity?subject=${serviceAccount.id}`, { headers: await app().signIn() })).body;
    expect(about.items.map(({ type }: { type: string }) => type)).toContain('ServiceAccountCreated');
    await removeAll();
  });

  it('S2: can have their token reset: the old one is revoked, and another is shown', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'manager' })).body;
    const path = `/v1/service-accounts/${serviceAccount.id}/reset-token`;
    const reset = (await app().request('POST', path, { headers: await app().signIn() })).body.credential;
    const use = async (text: string) => (await app().request('GET', '/v1/auth', { headers: token(text) })).status;
    expect([await use(credential), await use(reset)]).toEqual([401, 200]);
    await removeAll();
  });

  it('S2: can be deleted, and with them their token and what it may do', async () => {
    const { serviceAccount, credential } = (await create({ name: 'exporter', role: 'manager' })).body;
    await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers: await app().signIn() });
    expect((await app().request('GET', '/v1/auth', { headers: token(credential) })).status).toBe(401);
    expect((await create({ name: 'exporter', role: 'manager' })).status).toBe(201);
    await removeAll();
  });
});
