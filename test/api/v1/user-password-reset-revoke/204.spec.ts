import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/users/{id}/password-resets/{resetId} answers 204', () => {
  const app = runningApp();

  it('and the link sets no password any more, while another one does; also the second time, and to an API credential', async () => {
    const [person, headers] = [await app().register('manager'), await app().signIn()];
    const ask = async () => (await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers })).body.link.split('#')[1];
    const [taken, left] = [await ask(), await ask()];
    const path = `/v1/users/${person.id}/password-resets`;
    const [{ id }] = (await app().request('GET', path, { headers })).body.items;
    const { access } = await app().tokensOf();
    for (const credential of [{ authorization: `Bearer ${access}` }, headers]) {
      expect((await app().request('DELETE', `${path}/${id}`, { headers: credential })).status).toBe(204);
    }
    const redeem = (secret: string) =>
      app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'another-long-password' } });
    expectProblem(await redeem(taken), 403, 'password-reset/invalid');
    expect((await redeem(left)).status).toBe(204);
  });
});
