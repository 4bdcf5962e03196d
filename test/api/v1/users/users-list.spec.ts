import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

describe('GET /v1/users', () => {
  const app = runningApp();
  let [reviewer, auditor, disabled]: Person[] = [];
  let robotId: string;
  let start: string;
  const list = async (query = '') => (await app().request('GET', `/v1/users?${query}`, { headers: await app().signIn() })).body;
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }: { id: string }) => id);

  beforeAll(async () => {
    start = app().clock.now().toISOString();
    [reviewer, auditor, disabled] = [await app().register('reviewer'), await app().register('auditor'), await app().register('manager')];
    const headers = await app().signIn();
    const body = { name: 'Night Robot', role: 'manager' };
    robotId = (await app().request('POST', '/v1/service-accounts', { headers, body })).body.serviceAccount.id;
    await app().request('POST', `/v1/users/${disabled.id}/disable`, { headers });
  });

  describe('answers 200', () => {
    it('with the state of each, when they were seen last, and their tokens', async () => {
      const { tokenId } = await app().tokensOf(reviewer);
      await app().tokensOf(reviewer);
      await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn(reviewer) });
      const { items } = await list(`q=${reviewer.email}`);
      expect(items).toEqual([expect.objectContaining({ id: reviewer.id, kind: 'user', state: 'active', tokens: { active: 1, total: 2 } })]);
      expect(items[0].lastSeenAt).toEqual(isoTime);
      const [unseen] = (await list(`q=${auditor.email}`)).items;
      expect(unseen).toMatchObject({ lastSeenAt: null, tokens: { active: 0, total: 0 } });
    });

    it('with people alone, service accounts alone, or both together', async () => {
      const people = [app().owner.id, reviewer.id, auditor.id, disabled.id];
      expect(await idsOf('')).toEqual(people);
      expect(await idsOf('kind=user')).toEqual(people);
      expect(await idsOf('kind=service-account')).toEqual([robotId]);
      expect(await idsOf('kind=all')).toEqual([...people, robotId]);
      const [robot] = (await list('kind=service-account')).items;
      expect(robot).toEqual({
        id: robotId,
        kind: 'service-account',
        number: expect.any(Number),
        name: 'Night Robot',
        email: null,
        firstName: null,
        lastName: null,
        role: 'manager',
        disabled: false,
        state: 'active',
        createdAt: isoTime,
        lastSeenAt: null,
        tokens: { active: 1, total: 1 },
      });
    });

    it('narrowed down by role, state, text in any case, and when they were seen', async () => {
      expect(await idsOf('kind=all&role=manager')).toEqual([disabled.id, robotId]);
      expect(await idsOf('role=manager&state=active')).toEqual([]);
      expect(await idsOf('state=disabled')).toEqual([disabled.id]);
      expect(await idsOf('state=erased')).toEqual([]);
      expect(await idsOf('kind=all&q=night+robot')).toEqual([robotId]);
      expect(await idsOf('q=OWNER@')).toEqual([app().owner.id]);
      expect(await idsOf('q=nobody-has-this')).toEqual([]);
      expect(await idsOf(`lastSeenBefore=${start}`)).toEqual([]);
      app().clock.advance(3600);
      const later = encodeURIComponent(app().clock.now().toISOString());
      expect(await idsOf(`lastSeenBefore=${later}`)).toEqual([reviewer.id]);
    });

    it.each(['id', '-id', 'createdAt', '-createdAt', 'lastSeenAt', '-lastSeenAt'])('in the order %s, page by page', async (sort) => {
      const whole = (await list(`kind=all&sort=${sort}`)).items;
      const memberOf = (item: Record<string, string | null>) => item[sort.replace('-', '')] ?? '';
      const values = whole.map(memberOf);
      expect(values).toEqual([...values].sort((one, other) => (sort.startsWith('-') === one < other ? 1 : -1)));
      const paged = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`kind=all&sort=${sort}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        paged.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }: { id: string }) => id));
    });

    it('to each organization with its own', async () => {
      const { owner } = await app().secondOrganization();
      const { items } = (await app().request('GET', '/v1/users?kind=all', { headers: await app().signIn(owner) })).body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([owner.id]);
    });
  });

  it('answers 400 for a filter that can match nothing, and for the cursor of another order', async () => {
    const headers = await app().signIn();
    for (const query of ['kind=robot', 'role=king', 'state=gone', 'q=', 'sort=email', 'lastSeenBefore=yesterday']) {
      const answer = await app().request('GET', `/v1/users?${query}`, { headers });
      expectProblem(answer, 400, 'request/invalid', [query.split('=')[0]]);
    }
    for (const query of ['cursor=x', 'cursor=a~b', `sort=lastSeenAt&cursor=${reviewer.id}`, 'cursor=a~b~c']) {
      expectProblem(await app().request('GET', `/v1/users?${query}`, { headers }), 400, 'request/invalid');
    }
  });
});
