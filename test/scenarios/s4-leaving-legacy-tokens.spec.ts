import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';

describe('S4: how people leave legacy tokens', () => {
  const app = runningApp();

  it('with the legacy token they make a personal one, then legacy tokens are switched off, and the personal one goes on', async () => {
    const person = await app().register('manager');
    const owner = await app().signIn();
    await app().enableLegacyTokens();
    const session = await app().signIn(person);
    const legacy = (await app().request('GET', '/api/current-user/token', { headers: session })).body.token;
    const byLegacy = { authorization: `Token ${legacy}` };
    const personal = (await app().request('POST', '/api/token/', { headers: byLegacy })).body.token;
    const off = await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
    expect(off.status).toBe(200);
    expect((await app().request('GET', '/v1/auth', { headers: byLegacy })).status).toBe(401);
    const works = async () => (await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status;
    expect(await works()).toBe(200);

    // Somebody who is disabled for a while finds everything as it was.
    const act = (what: string) => app().request('POST', `/v1/users/${person.id}/${what}`, { headers: owner });
    await act('disable');
    expect(await works()).toBe(401);
    await act('enable');
    expect(await works()).toBe(200);

    const headers = { authorization: `Bearer ${await app().exchange(personal)}` };
    const rotated = await app().request('POST', '/api/token/rotate/', { headers, body: { refresh: personal } });
    expect((await app().request('POST', '/api/token/refresh', { body: rotated.body })).status).toBe(200);
    await app().restart();
    expect((await app().request('POST', '/api/token/refresh', { body: rotated.body })).status).toBe(200);
  });
});
