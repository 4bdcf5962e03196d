import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/sessions/{id} answers 204', () => {
  const app = runningApp();

  it('and that session of the caller is over', async () => {
    const [one, two] = [await app().signIn(), await app().signIn()];
    const { items } = (await app().request('GET', '/v1/sessions', { headers: one })).body;
    const other = items.find(({ current }: { current: boolean }) => !current);
    expect((await app().request('DELETE', `/v1/sessions/${other.id}`, { headers: one })).status).toBe(204);
    expect((await app().request('GET', '/v1/users/me', { headers: two })).status).toBe(401);
    expect((await app().request('GET', '/v1/users/me', { headers: one })).status).toBe(200);
  });
});
