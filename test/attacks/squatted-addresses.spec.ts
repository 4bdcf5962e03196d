import { describe, expect, it } from '@jest/globals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { expectProblem } from '../support/problem.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';

const day = 86_400;
const hour = 3600;

describe('Somebody who registers addresses of others with a stolen API credential', () => {
  const app = runningApp();
  const email = 'wanted@example.com';

  it('keeps them from nobody for longer than thirty days, and gets nothing of what their holder has then', async () => {
    const { owner: rightful } = await app().secondOrganization();
    const thief = { authorization: `Bearer ${(await app().tokensOf(await app().register('administrator'))).access}` };
    const squatted = await app().request('POST', '/v1/users', { headers: thief, body: { email, role: 'annotator' } });
    const { id } = squatted.body;
    expect(squatted.status).toBe(201);
    const claim = async () =>
      app().request('POST', '/v1/users', { headers: await app().signIn(rightful), body: { email, role: 'annotator' } });
    expectProblem(await claim(), 409, 'email/taken');

    await recordDue(app());
    app().clock.advance(30 * day);
    // A link that is made in the last moment gives no password for an address that is gone.
    const act = async (what: string) => app().request('POST', `/v1/users/${id}/${what}`, { headers: await app().signIn() });
    const link = await act('password-reset');
    expect(link.status).toBe(201);
    app().clock.advance(2 * day);
    await recordDue(app());
    app().clock.advance(hour + 1);
    await recordDue(app());
    const held = await claim();
    expect(held.status).toBe(201);
    const redeemed = await app().request('POST', '/v1/password-resets', {
      body: { secret: link.body.link.split('#')[1], newPassword: 'seventeen-small-lamps' },
    });
    expectProblem(redeemed, 403, 'password-reset/invalid');
    expectProblem(await act('enable'), 409, 'user/address-given-up');
    expectProblem(await act('password-reset'), 409, 'user/disabled');
    expect((await act('erase')).status).toBe(200);
    expectProblem(await claim(), 409, 'email/taken');
    const { principals } = app().get(TokenValidity);
    const { emailDigest } = principals.users.get(held.body.id) as { emailDigest: string };
    expect(principals.userByEmail(emailDigest)?.id).toBe(held.body.id);
  });
});
