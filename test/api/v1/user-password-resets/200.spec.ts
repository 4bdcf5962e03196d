import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { SetPassword } from '#api/features/users/password.commands';
import { isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/{id}/password-resets answers 200', () => {
  const app = runningApp();
  const list = async (id: string, headers: Record<string, string>, query = '') =>
    (await app().request('GET', `/v1/users/${id}/password-resets${query}`, { headers })).body;
  const ask = async (id: string, headers: Record<string, string>): Promise<string> =>
    (await app().request('POST', `/v1/users/${id}/password-reset`, { headers })).body.link.split('#')[1];
  const redeem = (secret: string) =>
    app().request('POST', '/v1/password-resets', { body: { secret, newPassword: 'another-long-password' } });

  it('with who asked for each link and until when it can be used, to owners and administrators', async () => {
    const [person, administrator] = [await app().register('manager'), await app().register('administrator')];
    const [byOwner, byAdministrator] = [await app().signIn(), await app().signIn(administrator)];
    await ask(person.id, byOwner);
    await ask(person.id, byAdministrator);
    const view = (requestedBy: string) => ({
      id: expect.any(String),
      requestedBy,
      createdAt: isoTime,
      expiresAt: isoTime,
      state: 'active',
    });
    const expected = { items: [view(app().owner.id), view(administrator.id)], nextCursor: null };
    expect(await list(person.id, byAdministrator)).toEqual(expected);
    expect(await list(person.id, byOwner)).toEqual(expected);
    expect(JSON.stringify(expected)).not.toContain('kl_pr_');
  });

  it('page by page, and with nothing for somebody who had none', async () => {
    const person = await app().register('reviewer');
    const headers = await app().signIn();
    expect(await list(person.id, headers)).toEqual({ items: [], nextCursor: null });
    for (let i = 0; i < 3; i += 1) await ask(person.id, headers);
    const first = await list(person.id, headers, '?limit=2');
    const second = await list(person.id, headers, `?limit=2&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
  });

  it('with what became of each', async () => {
    const headers = await app().signIn();
    const stateAfter = async (change: (id: string, secret: string) => Promise<unknown>, by = headers) => {
      const person = await app().register('manager');
      await change(person.id, await ask(person.id, by));
      return (await list(person.id, await app().signIn())).items.map(({ state }: { state: string }) => state);
    };
    expect(await stateAfter((_, secret) => redeem(secret))).toEqual(['revoked']);
    const operator = app().origin(app().owner.organizationId);
    const setPassword = (id: string) =>
      app()
        .get(CommandBus)
        .execute(new SetPassword(id, 'another-long-password', operator, null));
    expect(await stateAfter(setPassword)).toEqual(['revoked']);
    expect(await stateAfter((id) => app().request('POST', `/v1/users/${id}/disable`, { headers }))).toEqual(['revoked']);
    const administrator = await app().register('administrator');
    const demote = () => app().request('PUT', `/v1/users/${administrator.id}/role`, { headers, body: { role: 'manager' } });
    expect(await stateAfter(demote, await app().signIn(administrator))).toEqual(['suspended']);
    expect(await stateAfter(async () => app().clock.advance(3600))).toEqual(['expired']);
  });

  it("while the person's activity tells who asked, to the person too", async () => {
    const person = await app().register('manager');
    const administrator = await app().register('administrator');
    await ask(person.id, await app().signIn(administrator));
    for (const headers of [await app().signIn(), await app().signIn(person)]) {
      const { body } = await app().request('GET', `/v1/activity?type=TokenIssued&subject=${person.id}`, { headers });
      const entries = body.items.filter(({ details }: { details: { kind: string } }) => details.kind === 'password-reset');
      expect(entries).toMatchObject([{ actor: { kind: 'user', id: administrator.id }, details: { ownerId: person.id } }]);
    }
  });
});
