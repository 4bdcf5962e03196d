import { describe, expect, it } from '@jest/globals';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/organization answers 200', () => {
  const app = runningApp();

  it('with the settings of a new organization', async () => {
    const { body } = await app().request('GET', '/v1/organization', { headers: await app().signIn() });
    expect(body).toEqual({
      id: uuid,
      number: 1,
      name: 'Keyledger',
      createdAt: isoTime,
      personalAccessTokensEnabled: true,
      legacyTokensEnabled: false,
      personalAccessTokenTtlDays: 365,
      serviceAccountAllowance: 1,
      apiCredentialsMayIssue: false,
    });
  });

  it('with what was changed, and only that, at once', async () => {
    const headers = await app().signIn();
    const before = (await app().request('GET', '/v1/organization', { headers })).body;
    const changes = { legacyTokensEnabled: true, personalAccessTokenTtlDays: 7, serviceAccountAllowance: 5 };
    const answer = await app().request('PATCH', '/v1/organization', { headers, body: changes });
    expect(answer.body).toEqual({ ...before, ...changes });
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect((await app().request('GET', '/v1/organization', { headers })).body).toEqual(answer.body);
  });

  it('with several changes written at once, so that no crash leaves half of them', async () => {
    const headers = await app().signIn();
    const before = app().appends();
    const body = { legacyTokensEnabled: false, personalAccessTokenTtlDays: 8, serviceAccountAllowance: 6 };
    expect((await app().request('PATCH', '/v1/organization', { headers, body })).body).toMatchObject(body);
    expect(app().appends()).toBe(before + 1);
  });

  it('when nothing changes, with no event in the log', async () => {
    const headers = await app().signIn();
    const settings = (await app().request('GET', '/v1/organization', { headers })).body;
    const { personalAccessTokensEnabled, serviceAccountAllowance } = settings;
    const count = async () => (await app().request('GET', `/v1/activity?subject=${settings.id}&limit=200`, { headers })).body.items.length;
    const before = await count();
    for (const body of [{}, { personalAccessTokensEnabled, serviceAccountAllowance }]) {
      const answer = await app().request('PATCH', '/v1/organization', { headers, body });
      expect(answer.body).toEqual(settings);
      expect(answer.headers['keyledger-position']).toEqual(position);
    }
    expect(await count()).toBe(before);
  });

  it('to an API credential of an administrator that takes away', async () => {
    const headers = { authorization: `Bearer ${(await app().tokensOf(await app().register('administrator'))).access}` };
    const answer = await app().request('PATCH', '/v1/organization', { headers, body: { personalAccessTokenTtlDays: 1 } });
    expect(answer.body.personalAccessTokenTtlDays).toBe(1);
  });

  it('to each of two organizations with its own', async () => {
    const { owner } = await app().secondOrganization();
    const theirs = await app().signIn(owner);
    const before = (await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body;
    await app().request('PATCH', '/v1/organization', {
      headers: theirs,
      body: { personalAccessTokensEnabled: false, personalAccessTokenTtlDays: 99 },
    });
    expect((await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body).toEqual(before);
    expect((await app().request('GET', '/v1/organization', { headers: theirs })).body).toMatchObject({
      name: 'Second',
      number: 2,
      personalAccessTokenTtlDays: 99,
    });
  });
});
