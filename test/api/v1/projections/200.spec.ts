import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/projections answers 200', () => {
  const app = runningApp();

  it('with every read model and how far it has got', async () => {
    const { status, body } = await app().request('GET', '/v1/projections', { headers: await app().signIn() });
    expect(status).toBe(200);
    const names = ['user-directory', 'token-directory', 'service-account-directory', 'deadlines', 'activity-log'];
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(names);
    for (const item of body.items) expect(item).toMatchObject({ version: expect.any(Number), position, parkedEvents: 0 });
  });
});
