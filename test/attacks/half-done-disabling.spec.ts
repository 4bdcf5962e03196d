import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';

describe('An owner whose disabling was cut short by a kill', () => {
  const app = runningApp();

  it('does not find the session of before once somebody enables them', async () => {
    const thief = await app().register('owner');
    const session = await app().signIn(thief);
    const rescuer = await app().signIn();
    app().dieAfter(app().appends() + 1);
    expect((await app().request('POST', `/v1/users/${thief.id}/disable`, { headers: rescuer })).status).toBe(503);
    await app().restart();
    expect((await app().request('GET', '/v1/users/me', { headers: session })).status).toBe(401);
    expect((await app().request('POST', `/v1/users/${thief.id}/enable`, { headers: await app().signIn() })).status).toBe(200);
    expect((await app().request('GET', '/v1/users/me', { headers: session })).status).toBe(401);
    expect((await app().signIn(thief)).cookie).toBeTruthy();
  });
});
