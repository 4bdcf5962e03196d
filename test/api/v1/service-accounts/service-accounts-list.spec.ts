import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import { serviceAccounts } from '../../../support/service-accounts.js';

describe('GET /v1/service-accounts', () => {
  const app = runningApp();
  const { allow, create, use } = serviceAccounts(app);
  let [used, unused, other]: { id: string }[] = [];
  let start: string;
  const list = async (query = '') => (await app().request('GET', `/v1/service-accounts?${query}`, { headers: await app().signIn() })).body;
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }: { id: string }) => id);

  beforeAll(async () => {
    start = app().clock.now().toISOString();
    await allow(10);
    const made = [];
    for (const [name, role] of [
      ['Night Robot', 'manager'],
      ['Day Robot', 'annotator'],
      ['Exporter', 'annotator'],
    ])
      made.push((await create({ name, role })).body);
    [used, unused, other] = made.map(({ serviceAccount }) => serviceAccount);
    expect(await use(made[0].credential)).toBe(200);
    const [{ id }] = (await app().request('GET', `/v1/tokens?ownerId=${other.id}`, { headers: await app().signIn() })).body.items;
    await app().request('POST', `/v1/tokens/${id}/revoke`, { headers: await app().signIn(), body: { cause: 'leaked' } });
    app().clock.advance(3600);
  });

  describe('answers 200', () => {
    it('with the token of each: how it stands and why, who created both, and when it was used last', async () => {
      const [robot] = (await list('q=night')).items;
      expect(robot).toEqual({
        id: used.id,
        number: 2,
        name: 'Night Robot',
        role: 'manager',
        workspaceIds: [],
        projectIds: [],
        createdAt: isoTime,
        token: expect.objectContaining({
          id: uuid,
          kind: 'service-account',
          state: 'active',
          stateReason: null,
          expiresAt: null,
          lastUsedAt: isoTime,
          previous: null,
          createdBy: expect.objectContaining({ kind: 'user', id: app().owner.id }),
          owner: { kind: 'service-account', id: used.id, name: 'Night Robot', email: null },
        }),
      });
      const [revoked] = (await list('q=exporter')).items;
      expect(revoked.token).toMatchObject({ state: 'revoked', stateReason: 'revoked', lastUsedAt: null });
    });

    it('narrowed down by role, state of the token, use, and text in any case', async () => {
      expect(await idsOf('role=annotator')).toEqual([unused.id, other.id]);
      expect(await idsOf('state=active')).toEqual([used.id, unused.id]);
      expect(await idsOf('state=revoked&role=annotator')).toEqual([other.id]);
      expect(await idsOf('neverUsed=true')).toEqual([unused.id, other.id]);
      expect(await idsOf('neverUsed=false')).toEqual([used.id]);
      expect(await idsOf(`lastUsedBefore=${start}`)).toEqual([]);
      expect(await idsOf(`lastUsedBefore=${app().clock.now().toISOString()}`)).toEqual([used.id]);
      expect(await idsOf('q=ROBOT')).toEqual([used.id, unused.id]);
      expect(await idsOf('q=nothing-has-this')).toEqual([]);
    });

    it.each(['id', '-id', 'createdAt', '-createdAt', 'lastUsedAt', '-lastUsedAt'])('in the order %s, page by page', async (sort) => {
      const whole = await idsOf(`sort=${sort}`);
      const oldestFirst = [used.id, unused.id, other.id];
      const unusedFirst = [unused.id, other.id, used.id];
      const ascending = sort.endsWith('lastUsedAt') ? unusedFirst : oldestFirst;
      expect(whole).toEqual(sort.startsWith('-') ? ascending.reverse() : ascending);
      const paged = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`sort=${sort}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        paged.push(...page.items.map(({ id }: { id: string }) => id));
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(whole);
    });
  });

  it('answers 400 for a filter that can match nothing, and for the cursor of another order', async () => {
    const headers = await app().signIn();
    for (const query of ['role=king', 'state=gone', 'q=', 'sort=name', 'lastUsedBefore=lately', 'neverUsed=1']) {
      const answer = await app().request('GET', `/v1/service-accounts?${query}`, { headers });
      expectProblem(answer, 400, 'request/invalid', [query.split('=')[0]]);
    }
    const both = await app().request('GET', '/v1/service-accounts?neverUsed=true&lastUsedBefore=2030-01-01', { headers });
    expectProblem(both, 400, 'request/invalid', ['lastUsedBefore']);
    for (const query of ['cursor=x', `sort=lastUsedAt&cursor=${used.id}`]) {
      expectProblem(await app().request('GET', `/v1/service-accounts?${query}`, { headers }), 400, 'request/invalid');
    }
  });

  it('answers 403 to those who do not oversee the organization', async () => {
    const headers = await app().signIn(await app().register('manager'));
    expectProblem(await app().request('GET', '/v1/service-accounts', { headers }), 403, 'permission/denied');
  });
});
