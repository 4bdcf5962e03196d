import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '#api/authentication/caller';
import { operatorIn } from '#api/authentication/operator';
import { ChangeMemberRole } from '#api/users/change-member-role.command';
import { DeactivateMember } from '#api/users/deactivate-member.command';
import { DisableUser } from '#api/users/disable-user.command';
import { ErasePersonalData } from '#api/users/erase-personal-data.command';
import { TokenValidity } from '#projections/token-validity';
import { runningApp } from '../support/running-app.js';

describe('The last owner who can sign in (SR-39)', () => {
  const app = runningApp();

  /** Another owner, who is disabled: as good a caller as one whose suspension has not arrived yet. */
  const suspendedOwner = async (): Promise<Caller> => {
    const other = await app().register('owner');
    const session = await app().signIn(other);
    const { tokens } = app().get(TokenValidity);
    const [token] = tokens.sessionsOf(other.id);
    await app().request('POST', `/v1/users/${other.id}/disable`, { headers: await app().signIn() });
    expect((await app().request('GET', '/v1/users/me', { headers: session })).status).toBe(401);
    const { organizationId } = app().owner;
    const by = operatorIn(organizationId, app().origin(organizationId));
    const caller: Caller = { ...by, id: other.id, kind: 'user', number: 0, token, judgeAgain: () => caller };
    return caller;
  };

  it.each([
    ['disabled', (caller: Caller, id: string) => new DisableUser(caller, id)],
    ['made an administrator', (caller: Caller, id: string) => new ChangeMemberRole(caller, id, 'administrator')],
    ['made an auditor', (caller: Caller, id: string) => new ChangeMemberRole(caller, id, 'auditor')],
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
});
