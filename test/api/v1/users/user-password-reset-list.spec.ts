import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '#api/edge/ids';
import { SetPassword } from '#api/features/users/password.commands';
import { expectProblem, isoTime } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/{id}/password-resets', () => {
  describe('answers 200', () => {
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

  describe('answers 403', () => {
    const app = runningApp();

    it('to everybody but owners and administrators, and to those about somebody above them', async () => {
      const person = await app().register('annotator');
      const path = `/v1/users/${person.id}/password-resets`;
      for (const role of ['annotator', 'reviewer', 'manager', 'auditor'] as const) {
        expectProblem(
          await app().request('GET', path, { headers: await app().signIn(await app().register(role)) }),
          403,
          'permission/denied',
        );
      }
      const headers = await app().signIn(await app().register('administrator'));
      expectProblem(await app().request('GET', `/v1/users/${app().owner.id}/password-resets`, { headers }), 403, 'role/above-own');
    });
  });
});

describe('DELETE /v1/users/{id}/password-resets/{resetId}', () => {
  const app = runningApp();

  describe('answers 204', () => {
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

  describe('answers 403', () => {
    it('to administrators about an owner, and to anyone who is not even one', async () => {
      const path = `/v1/users/${app().owner.id}/password-resets/x`;
      const [administrator, manager] = [await app().register('administrator'), await app().register('manager')];
      expectProblem(await app().request('DELETE', path, { headers: await app().signIn(administrator) }), 403, 'role/above-own');
      expectProblem(await app().request('DELETE', path, { headers: await app().signIn(manager) }), 403, 'permission/denied');
    });
  });

  describe('answers 404', () => {
    it('for a link of somebody else, for a token that is no link, and for none at all', async () => {
      const [person, other] = [await app().register('manager'), await app().register('manager')];
      const headers = await app().signIn();
      await app().request('POST', `/v1/users/${other.id}/password-reset`, { headers });
      const [{ id }] = (await app().request('GET', `/v1/users/${other.id}/password-resets`, { headers })).body.items;
      const { tokenId } = await app().tokensOf(person);
      for (const resetId of [id, tokenId, newId(), 'x']) {
        const answer = await app().request('DELETE', `/v1/users/${person.id}/password-resets/${resetId}`, { headers });
        expectProblem(answer, 404, 'password-reset/not-found');
      }
    });

    it('to owners of another organization', async () => {
      const person = await app().register('manager');
      await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: await app().signIn() });
      const [{ id }] = (await app().request('GET', `/v1/users/${person.id}/password-resets`, { headers: await app().signIn() })).body.items;
      const headers = await app().signIn((await app().secondOrganization()).owner);
      expectProblem(await app().request('DELETE', `/v1/users/${person.id}/password-resets/${id}`, { headers }), 404, 'user/not-found');
    });
  });
});
