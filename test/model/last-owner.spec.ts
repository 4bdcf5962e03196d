import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '#api/edge/authentication/caller';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { ChangeMemberRole } from '#api/features/users/change-member-role.command';
import { DeactivateMember } from '#api/features/users/deactivate-member.command';
import { DisableUser } from '#api/features/users/disable-user.command';
import { ErasePersonalData } from '#api/features/users/erase-personal-data.command';
import { SetPassword, signInsEndedOf } from '#api/features/users/password.commands';
import { Vault } from '#credentials/vault';
import * as Organization from '#domain/organization';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { runningApp } from '../support/running-app.js';
import { ownerPassword, type Person } from '../support/test-app.js';

const ways = [
  ['disabled', (caller: Caller, id: string) => new DisableUser(caller, id)],
  ['made an administrator', (caller: Caller, id: string) => new ChangeMemberRole(caller, id, { role: 'administrator' })],
  ['made an auditor', (caller: Caller, id: string) => new ChangeMemberRole(caller, id, { role: 'auditor' })],
] as const;

describe('The last owner who can sign in (SR-39)', () => {
  const app = runningApp();

  /** Another owner, who is disabled, is as good a caller as one whom only the token streams know, such as a service account. */
  const suspendedOwner = async (): Promise<Caller> => {
    const other = await app().register('owner');
    const session = await app().signIn(other);
    const { tokens } = app().get(TokenValidity);
    const [token] = tokens.sessionsOf(other.id);
    await app().request('POST', `/v1/users/${other.id}/disable`, { headers: await app().signIn() });
    expect((await app().request('GET', '/v1/users/me', { headers: session })).status).toBe(401);
    return callerAs(other.id, token);
  };
  const callerAs = (id: string, token: Caller['token'], organizationId = app().owner.organizationId): Caller => {
    const by = operatorIn(organizationId, app().origin(organizationId));
    const who = { id, kind: 'user', number: 0, token, generation: token.generation, passwordChangeRequired: false } as const;
    const caller: Caller = { ...by, ...who, judgeAgain: () => caller };
    return caller;
  };

  it.each([
    ...ways,
    ['deactivated as a member', (caller: Caller, id: string) => new DeactivateMember(caller, id)],
    ['erased', (caller: Caller, id: string) => new ErasePersonalData(caller, id)],
  ] as const)('cannot be %s, by nobody', async (_deed, commandOn) => {
    const { id } = app().owner;
    const command = commandOn(await suspendedOwner(), id);
    await expect(app().get(CommandBus).execute(command)).rejects.toMatchObject({
      code: expect.stringMatching(/^(organization\/last-owner|member\/is-owner|user\/not-disabled)$/),
    });
    const session = await app().signIn();
    expect((await app().request('GET', '/v1/users/me', { headers: session })).body).toMatchObject({ role: 'owner', disabled: false });
  });

  /** An organization with one owner who can sign in, and somebody who owns it too and has no password. */
  const invited = async (how: 'registered' | 'made'): Promise<{ owner: Person; headers: { cookie: string }; id: string }> => {
    const { owner } = await app().secondOrganization();
    const headers = await app().signIn(owner);
    const body = { email: `${newId()}@example.com`, role: how === 'registered' ? 'owner' : 'manager' };
    const { id } = (await app().request('POST', '/v1/users', { headers, body })).body;
    if (how === 'made') await app().request('PUT', `/v1/users/${id}/role`, { headers, body: { role: 'owner' } });
    expect((await app().request('GET', `/v1/users/${id}`, { headers })).body.role).toBe('owner');
    return { owner, headers, id };
  };
  const lose = async ([, commandOn]: (typeof ways)[number], { owner }: { owner: Person }): Promise<string> => {
    const [token] = app().get(TokenValidity).tokens.sessionsOf(owner.id);
    const command = commandOn(callerAs(newId(), token, owner.organizationId), owner.id);
    return app()
      .get(CommandBus)
      .execute(command)
      .then(
        () => 'done',
        ({ code }) => code,
      );
  };
  const setPassword = async (userId: string, organizationId: string) =>
    new SetPassword(userId, ownerPassword, app().origin(organizationId), await signInsEndedOf(userId, app().get(Ledger)));

  it.each(['registered', 'made'] as const)('is not relieved by an owner who was %s without a password', async (how) => {
    const organization = await invited(how);
    for (const way of ways) expect(await lose(way, organization)).toBe('organization/last-owner');
    expect((await app().request('GET', '/v1/users/me', { headers: organization.headers })).body.role).toBe('owner');
  });

  it.each(ways)('is relieved, and may be %s, once the other has set a password with a link', async (...way) => {
    const organization = await invited('registered');
    const { headers, id } = organization;
    const { link } = (await app().request('POST', `/v1/users/${id}/password-reset`, { headers })).body;
    expect(await lose(way, organization)).toBe('organization/last-owner');
    const body = { secret: link.split('#')[1], newPassword: ownerPassword };
    expect((await app().request('POST', '/v1/password-resets', { body })).status).toBe(204);
    expect(await lose(way, organization)).toBe('done');
  });

  it('is relieved once a password was set on the host, also if the process died right after', async () => {
    const organization = await invited('made');
    await app()
      .get(CommandBus)
      .execute(await setPassword(organization.id, organization.owner.organizationId));
    expect(await lose(ways[1], organization)).toBe('done');
  });

  it('is not relieved by somebody who is disabled, or whose hash the vault has lost', async () => {
    const organization = await invited('made');
    const { headers, id, owner } = organization;
    await app()
      .get(CommandBus)
      .execute(await setPassword(id, owner.organizationId));
    expect((await app().request('POST', `/v1/users/${id}/disable`, { headers })).status).toBe(200);
    expect(await lose(ways[0], organization)).toBe('organization/last-owner');
    expect((await app().request('POST', `/v1/users/${id}/enable`, { headers })).status).toBe(200);
    const passwordId = app().get(TokenValidity).principals.users.get(id)?.passwordId as string;
    await app().get(Vault).deleteSecret(passwordId);
    expect(await lose(ways[0], organization)).toBe('organization/last-owner');
  });

  it('who could sign in before anybody wrote that down is looked up once, and recorded', async () => {
    const organization = await invited('made');
    const { id, owner } = organization;
    await app()
      .get(CommandBus)
      .execute(await setPassword(id, owner.organizationId));
    const stream = Organization.stream(owner.organizationId);
    expect(await lose(ways[1], organization)).toBe('done');
    const seen = (await app().get(EventStore).readStream(stream.name)).filter(({ type }) => type === 'OwnerSignInChanged');
    expect(seen.map(({ data, actor }) => [data, actor.kind])).toEqual([[{ userId: id, canSignIn: true }, 'system']]);
  });

  it('may remove an owner who could not sign in', async () => {
    const { headers, id } = await invited('registered');
    const { status, body } = await app().request('PUT', `/v1/users/${id}/role`, { headers, body: { role: 'reviewer' } });
    expect([status, body.role]).toEqual([200, 'reviewer']);
  });
});
