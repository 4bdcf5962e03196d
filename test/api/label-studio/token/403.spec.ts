import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';
import { sessionCookieIn } from '../../../support/session-cookie.js';

describe('POST /api/token answers 403', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('while personal access tokens are switched off', async () => {
    const owner = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
    const answer = await app.request('POST', '/api/token/', { headers: await app.signIn(await app.register('manager')) });
    expectEnvelope(answer, 403, 'The organization has switched this type of token off.');
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
  });

  it('while they are switched off also to somebody whose token waits for them to be switched on', async () => {
    const owner = await app.signIn();
    const session = await app.signIn(await app.register('manager'));
    expect((await app.request('POST', '/api/token/', { headers: session })).status).toBe(201);
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
    const answer = await app.request('POST', '/api/token/', { headers: session });
    expectEnvelope(answer, 403, 'The organization has switched this type of token off.');
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
  });

  it('to a session whose password was checked more than 15 minutes ago, until it is checked again', async () => {
    const person = await app.register('manager');
    const session = await app.signIn(person);
    app.clock.advance(15 * 60);
    const detail = 'Only a session whose password was checked in the last 15 minutes may do this.';
    expectEnvelope(await app.request('POST', '/api/token/', { headers: session }), 403, detail);
    const confirmed = await app.request('POST', '/v1/sessions/current/confirm', { headers: session, body: { password: person.password } });
    expect(confirmed.status).toBe(204);
    expect((await app.request('POST', '/api/token/', { headers: sessionCookieIn(confirmed) })).status).toBe(201);
  });

  it('to a service account, which has one token and makes none', async () => {
    const body = { name: 'robot', role: 'owner' };
    const { credential } = (await app.request('POST', '/v1/service-accounts', { headers: await app.signIn(), body })).body;
    const answer = await app.request('POST', '/api/token/', { headers: { authorization: `Token ${credential}` } });
    expectEnvelope(answer, 403, 'You do not have permission to perform this action.');
  });
});
