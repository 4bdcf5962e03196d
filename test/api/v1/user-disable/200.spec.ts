import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/disable answers 200', () => {
  const app = runningApp();

  it('and every credential is refused until the enabling, which brings tokens back, and no session', async () => {
    const person = await app().register('manager');
    const session = await app().signIn(person);
    const { access, personal } = await app().tokensOf(person);
    const owner = await app().signIn();
    const answer = await app().request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
    expect(answer.status).toBe(200);
    expect(answer.body.disabled).toBe(true);
    expect(answer.headers['keyledger-position']).toEqual(position);
    const uses = async () => [
      (await app().request('GET', '/v1/users/me', { headers: session })).status,
      (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status,
      (await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status,
      (await app().request('POST', '/v1/sessions', { body: { email: person.email, password: person.password } })).status,
    ];
    expect(await uses()).toEqual([401, 401, 401, 401]);
    await app().request('POST', `/v1/users/${person.id}/enable`, { headers: owner });
    expect(await uses()).toEqual([401, 200, 200, 201]);
  });

  it('again for somebody who is disabled already', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn();
    for (let i = 0; i < 2; i += 1) expect((await app().request('POST', `/v1/users/${person.id}/disable`, { headers })).status).toBe(200);
    const { items } = (await app().request('GET', `/v1/activity?subject=${person.id}&type=UserDisabled`, { headers })).body;
    expect(items).toHaveLength(1);
  });

  it('for an owner, while another remains', async () => {
    const second = await app().register('owner');
    const headers = await app().signIn();
    expect((await app().request('POST', `/v1/users/${second.id}/disable`, { headers })).body).toMatchObject({
      role: 'owner',
      disabled: true,
    });
    expect((await app().request('POST', `/v1/users/${second.id}/enable`, { headers })).body).toMatchObject({
      role: 'owner',
      disabled: false,
    });
  });
});
