import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('A change with If-Match', () => {
  const app = runningApp();
  const createdAccount = async () => {
    const headers = await app().signIn();
    const { items } = (await app().request('GET', '/v1/service-accounts', { headers })).body;
    const account =
      items[0] ??
      (await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'manager' } })).body.serviceAccount;
    return `/v1/service-accounts/${account.id}`;
  };
  const resources = [
    ['the organization', async () => '/v1/organization', { personalAccessTokenTtlDays: 20 }, { legacyTokensEnabled: true }],
    ['a service account', createdAccount, { role: 'reviewer' }, { projectIds: ['p1'] }],
  ] as const;

  it.each(resources)('to %s is made on what was read, and refused on what somebody changed since', async (_name, pathOf, one, two) => {
    const headers = await app().signIn();
    const path = await pathOf();
    const read = await app().request('GET', path, { headers });
    const tag = String(read.headers.etag);
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const changed = await app().request('PATCH', path, { headers: { ...headers, 'if-match': tag }, body: one });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(tag);
    expectProblem(
      await app().request('PATCH', path, { headers: { ...headers, 'if-match': tag }, body: two }),
      412,
      'request/precondition-failed',
    );
    expect((await app().request('GET', path, { headers })).body).toEqual(changed.body);
    const fresh = String(changed.headers.etag);
    expect((await app().request('PATCH', path, { headers: { ...headers, 'if-match': fresh }, body: two })).status).toBe(200);
  });

  it.each(resources.map(([name, pathOf]) => [name, pathOf] as const))(
    'to %s that two make at once is made by one',
    async (_name, pathOf) => {
      const headers = await app().signIn();
      const path = await pathOf();
      for (let round = 0; round < 10; round += 1) {
        const tag = String((await app().request('GET', path, { headers })).headers.etag);
        const body = (n: number) =>
          path.includes('organization') ? { personalAccessTokenTtlDays: 30 + round * 2 + n } : { workspaceIds: [`w${round}${n}`] };
        const answers = await Promise.all(
          [0, 1].map((n) => app().request('PATCH', path, { headers: { ...headers, 'if-match': tag }, body: body(n) })),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      }
    },
  );

  it('to the role of a person is made on what was read, by one of two at once, and refused on what somebody changed since', async () => {
    const headers = await app().signIn();
    const person = await app().register('manager');
    const tagNow = async () => String((await app().request('GET', `/v1/users/${person.id}`, { headers })).headers.etag);
    const put = (role: string, tag: string) =>
      app().request('PUT', `/v1/users/${person.id}/role`, { headers: { ...headers, 'if-match': tag }, body: { role } });
    const old = await tagNow();
    for (const roles of [
      ['reviewer', 'annotator'],
      ['administrator', 'manager'],
      ['owner', 'owner'],
    ]) {
      const tag = await tagNow();
      const answers = await Promise.all(roles.map((role) => put(role, tag)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const changed = answers.find(({ status }) => status === 200);
      expect(changed?.headers.etag).toBe(await tagNow());
    }
    expectProblem(await put('annotator', old), 412, 'request/precondition-failed');
    const disabledOn = await tagNow();
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    expectProblem(await put('annotator', disabledOn), 412, 'request/precondition-failed');
  });

  it('may name several representations, one of which fits', async () => {
    const headers = await app().signIn();
    const tag = String((await app().request('GET', '/v1/organization', { headers })).headers.etag);
    const change = (tags: string) =>
      app().request('PATCH', '/v1/organization', {
        headers: { ...headers, 'if-match': tags },
        body: { personalAccessTokensEnabled: true },
      });
    expect((await change(`"other", ${tag}`)).status).toBe(200);
    expect((await change(`${tag},"other"`)).status).toBe(200);
    expect((await change(`W/${tag}`)).status).toBe(412);
  });

  it('is refused for a tag that is none, and asks nothing for *', async () => {
    const headers = await app().signIn();
    for (const tag of ['x', '"x"', 'W/"x"', '""', '"a", "b"']) {
      const answer = await app().request('PATCH', '/v1/organization', {
        headers: { ...headers, 'if-match': tag },
        body: { personalAccessTokenTtlDays: 5 },
      });
      expectProblem(answer, 412, 'request/precondition-failed');
    }
    expect(
      (
        await app().request('PATCH', '/v1/organization', {
          headers: { ...headers, 'if-match': '*' },
          body: { personalAccessTokenTtlDays: 5 },
        })
      ).status,
    ).toBe(200);
  });
});
