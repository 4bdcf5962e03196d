import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { SetPassword } from '#api/features/users/password.commands';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

describe('Somebody who knows the password that was', () => {
  const app = runningApp();
  const act = async ({ id }: Person, deed: string, headers: { cookie: string }) =>
    expect((await app().request('POST', `/v1/users/${id}/${deed}`, { headers })).status).toBe(200);

  it.each(['a new password', 'a disabling', 'a disabling and an enabling'])('begins no session in the moment of %s', async (ending) => {
    const [victim, rescuer] = [await app().register('manager'), await app().signIn()];
    app().interruptBefore('TokenIssued', async () => {
      const operator = app().origin(victim.organizationId);
      if (ending === 'a new password')
        return app()
          .get(CommandBus)
          .execute(new SetPassword(victim.id, 'a-kettle-on-the-hill', operator, null));
      await act(victim, 'disable', rescuer);
      if (ending !== 'a disabling') await act(victim, 'enable', rescuer);
    });
    const { email, password } = victim;
    const answer = await app().request('POST', '/v1/sessions', { body: { email, password } });
    expectProblem(answer, 401, 'sign-in/failed');
    expect(answer.headers['set-cookie']).toBeUndefined();
    if (ending === 'a disabling') await act(victim, 'enable', rescuer);
    const sessions = await app().request('GET', '/v1/sessions', {
      headers: await app().signIn({ email, password: ending === 'a new password' ? 'a-kettle-on-the-hill' : password }),
    });
    expect(sessions.body.items.map(({ current }: { current: boolean }) => current)).toEqual([true]);
  });
});
