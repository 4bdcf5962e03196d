import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/disable answers 409', () => {
  const app = runningApp();

  it('for the last owner who can sign in', async () => {
    const second = await app().register('owner');
    const headers = await app().signIn();
    await app().request('POST', `/v1/users/${second.id}/disable`, { headers });
    expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/disable`, { headers }), 409, 'organization/last-owner');
    expect((await app().request('GET', '/v1/users/me', { headers })).body.disabled).toBe(false);
  });

  it('for the last owner, although another was enabled and disabled at the same moment', async () => {
    const second = await app().register('owner');
    const headers = await app().signIn();
    const disable = (id: string) => app().request('POST', `/v1/users/${id}/disable`, { headers });
    await disable(second.id);
    app().interruptBefore('OwnerResumed', () => disable(second.id));
    await app().request('POST', `/v1/users/${second.id}/enable`, { headers });
    expect((await app().request('GET', `/v1/users/${second.id}`, { headers })).body.disabled).toBe(true);
    expectProblem(await disable(app().owner.id), 409, 'organization/last-owner');
  });

  it('to one of two owners who disable each other at once, fifty times over (SR-39)', async () => {
    const first = app().owner;
    for (let round = 0; round < 50; round += 1) {
      const second = await app().register('owner');
      const [one, two] = [await app().signIn(first), await app().signIn(second)];
      const answers = await Promise.all([
        app().request('POST', `/v1/users/${second.id}/disable`, { headers: one }),
        app().request('POST', `/v1/users/${first.id}/disable`, { headers: two }),
      ]);
      const signedIn = await Promise.all(
        [first, second].map(({ email, password }) => app().request('POST', '/v1/sessions', { body: { email, password } })),
      );
      expect(signedIn.map(({ status }) => status).sort()).toEqual([201, 401]);
      expect(answers.every(({ status }) => status < 500)).toBe(true);
      if (signedIn[0].status === 201) continue;
      await app().request('POST', `/v1/users/${first.id}/enable`, { headers: await app().signIn(second) });
      await app().request('POST', `/v1/users/${second.id}/disable`, { headers: await app().signIn(first) });
    }
  }, 120_000);
});
