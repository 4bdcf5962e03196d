import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

const path = '/v1/service-accounts/allowance-requests';

const app = runningApp();
let administrator: Person;
const by = async (person: Person, method: string, at: string, body?: unknown) =>
  app().request(method, `${path}${at}`, { headers: await app().signIn(person), body });
const ask = (person: Person, reason = 'two pipelines that must not share a token') => by(person, 'POST', '', { reason });
const allowance = async () =>
  (await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body.serviceAccountAllowance;

beforeAll(async () => {
  administrator = await app().register('administrator');
});

describe('POST /v1/service-accounts/allowance-requests', () => {
  it('answers 201, and 409 to the same person until an owner has answered', async () => {
    const asked = await ask(administrator);
    expect([asked.status, asked.body]).toEqual([201, { id: uuid, state: 'open', reason: 'two pipelines that must not share a token' }]);
    expectProblem(await ask(administrator), 409, 'allowance-request/open');
    expect((await ask(await app().register('administrator'))).status).toBe(201);
    expect((await by(app().owner, 'POST', `/${asked.body.id}/decline`)).status).toBe(204);
    const again = await ask(administrator);
    expect(again.status).toBe(201);
    await by(app().owner, 'POST', `/${again.body.id}/decline`);
  });

  it('answers 400 without a reason, and 403 to those who may not create service accounts', async () => {
    expectProblem(await by(administrator, 'POST', '', {}), 400, 'request/invalid', ['reason']);
    expectProblem(await ask(administrator, ' '), 400, 'request/invalid', ['reason']);
    expectProblem(await ask(await app().register('manager')), 403, 'permission/denied');
    expectProblem(await ask(await app().register('auditor')), 403, 'permission/denied');
  });
});

describe('POST /v1/service-accounts/allowance-requests/{id}/grant', () => {
  it('answers 204: the allowance is raised, and the one who asked sees it, by whom and when', async () => {
    const { id } = (await ask(administrator)).body;
    const granted = await by(app().owner, 'POST', `/${id}/grant`, { allowance: 3 });
    expect([granted.status, granted.text]).toEqual([204, '']);
    expect(await allowance()).toBe(3);
    const { items } = (await by(administrator, 'GET', '?state=granted')).body;
    expect(items).toEqual([
      {
        id,
        state: 'granted',
        reason: 'two pipelines that must not share a token',
        requestedAt: isoTime,
        requestedBy: { kind: 'user', id: administrator.id, name: null, email: administrator.email },
        answer: { at: isoTime, by: expect.objectContaining({ id: app().owner.id }), allowance: 3, note: null },
      },
    ]);
  });

  it('answers 404 for one that is not open, and 422 for an allowance that is not greater or too great', async () => {
    const { id } = (await ask(administrator)).body;
    for (const [most, code] of [
      [3, 'allowance-request/not-raised'],
      [101, 'organization/allowance-out-of-range'],
    ] as const)
      expectProblem(await by(app().owner, 'POST', `/${id}/grant`, { allowance: most }), 422, code);
    expectProblem(await by(app().owner, 'POST', `/${id}/grant`, {}), 400, 'request/invalid', ['allowance']);
    const { owner } = await app().secondOrganization();
    for (const answer of ['grant', 'decline']) {
      const body = answer === 'grant' ? { allowance: 9 } : undefined;
      expectProblem(await by(owner, 'POST', `/${id}/${answer}`, body), 404, 'allowance-request/not-open');
      expectProblem(await by(app().owner, 'POST', `/nobody/${answer}`, body), 404, 'allowance-request/not-open');
      expectProblem(await by(administrator, 'POST', `/${id}/${answer}`, body), 403, 'permission/denied');
    }
    await by(app().owner, 'POST', `/${id}/decline`);
    expectProblem(await by(app().owner, 'POST', `/${id}/grant`, { allowance: 9 }), 404, 'allowance-request/not-open');
    expect(await allowance()).toBe(3);
  });

  it('answers 403 to a session that was not confirmed lately', async () => {
    const { id } = (await ask(administrator)).body;
    const headers = await app().signIn();
    app().clock.advance(16 * 60);
    const answer = await app().request('POST', `${path}/${id}/grant`, { headers, body: { allowance: 9 } });
    expectProblem(answer, 403, 'permission/confirmation-required');
    expect((await app().request('POST', `${path}/${id}/decline`, { headers })).status).toBe(204);
  });
});

describe('POST /v1/service-accounts/allowance-requests/{id}/decline', () => {
  it('answers 204: the allowance stays, and the one who asked reads the note, also when the role was lowered', async () => {
    const before = await allowance();
    const person = await app().register('administrator');
    const { id } = (await ask(person)).body;
    await by(app().owner, 'POST', `/${id}/decline`, { note: 'Share the one that exists.' });
    expect(await allowance()).toBe(before);
    const role = { headers: await app().signIn(), body: { role: 'manager' } };
    expect((await app().request('PUT', `/v1/users/${person.id}/role`, role)).status).toBe(200);
    const { items } = (await by(person, 'GET', '')).body;
    expect(items).toMatchObject([{ id, state: 'declined', answer: { allowance: null, note: 'Share the one that exists.' } }]);
  });
});

describe('GET /v1/service-accounts/allowance-requests', () => {
  it('answers 200 to overseers with all, page by page and by state, to others with their own, to each organization apart', async () => {
    const everything = (await by(await app().register('auditor'), 'GET', '')).body.items;
    expect(everything.length).toBeGreaterThan(3);
    const one = (await by(app().owner, 'GET', '?limit=2')).body;
    const two = (await by(app().owner, 'GET', `?limit=200&cursor=${one.nextCursor}`)).body;
    expect([...one.items, ...two.items]).toEqual(everything);
    const open = (await by(app().owner, 'GET', '?state=open')).body.items;
    expect(open).toEqual(everything.filter(({ state }: { state: string }) => state === 'open'));
    expect(open[0].answer).toBeNull();
    expect((await by(await app().register('reviewer'), 'GET', '')).body.items).toEqual([]);
    const { owner } = await app().secondOrganization();
    expect((await by(owner, 'GET', '')).body.items).toEqual([]);
    expectProblem(await by(app().owner, 'GET', '?state=gone'), 400, 'request/invalid', ['state']);
  });

  it('answers 200 without the reason of somebody who was erased', async () => {
    const person = await app().register('administrator');
    const { id } = (await ask(person, 'my secret project')).body;
    const headers = await app().signIn();
    for (const act of ['disable', 'erase']) await app().request('POST', `/v1/users/${person.id}/${act}`, { headers });
    const { items } = (await by(app().owner, 'GET', '?limit=200')).body;
    expect(items.find((item: { id: string }) => item.id === id)).toMatchObject({ reason: null, requestedBy: { email: null } });
  });
});

describe('Requests for a greater allowance of service accounts', () => {
  it('are in the log under the one who asked, the request and the organization, without what was typed', async () => {
    const person = await app().register('administrator');
    const { id } = (await ask(person, 'a text that nobody else reads')).body;
    await by(app().owner, 'POST', `/${id}/grant`, { allowance: 50 });
    const headers = await app().signIn();
    for (const subject of [id, person.id, app().owner.organizationId]) {
      const answer = await app().request('GET', `/v1/activity?subject=${subject}&limit=20`, { headers });
      const types = answer.body.items.map(({ type }: { type: string }) => type);
      expect(types).toEqual(expect.arrayContaining(['ServiceAccountAllowanceRequested', 'ServiceAccountAllowanceGranted']));
      expect(answer.text).not.toContain('a text that nobody else reads');
    }
    const { text } = await app().request('GET', '/v1/activity/replay?opened=true', { headers });
    expect(text).toContain('a text that nobody else reads');
  });
});
