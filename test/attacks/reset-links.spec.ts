import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { DeactivateMember } from '#api/features/users/deactivate-member.command';
import { SetPassword } from '#api/features/users/password.commands';
import { PasswordQueueFull, Passwords } from '#credentials/password';
import { SecretVault } from '#credentials/secret-vault';
import type { Role } from '#domain/role';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';
import { type Answer, ownerPassword, type Person } from '../support/test-app.js';

const attackersPassword = 'seventeen-small-lamps';
const freshPassword = 'a-kettle-on-the-hill';

describe('An administrator who had reset links made for a person', () => {
  const app = runningApp();

  /** A link for somebody of the role, asked for by an administrator who turns out to be an attacker. */
  async function linkFor(role: Role, asRole: Role = 'administrator') {
    const attacker = await app().register(asRole);
    const victim = await app().register(role);
    const session = await app().signIn(attacker);
    return { attacker, victim, session, secret: await linkOf(victim, session) };
  }
  async function linkOf(person: Person, headers: { cookie: string }): Promise<string> {
    const { status, body } = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers });
    expect(status).toBe(201);
    return body.link.split('#')[1];
  }
  const redeem = (secret: string, newPassword = attackersPassword) =>
    app().request('POST', '/v1/password-resets', { body: { secret, newPassword } });
  const asOwner = async (method: string, path: string, body?: unknown) => {
    const answer = await app().request(method, path, { headers: await app().signIn(), body });
    expect(`${answer.status} ${answer.text}`).toMatch(/^20/);
  };
  const setRole = (person: Person, role: Role) => asOwner('PUT', `/v1/users/${person.id}/role`, { role });
  const isTakenOver = async ({ email }: Person) => {
    const body = { email, password: attackersPassword };
    return (await app().request('POST', '/v1/sessions', { body })).status === 201;
  };
  async function expectVoid(secret: string, victim: Person): Promise<void> {
    expectProblem(await redeem(secret), 403, 'password-reset/invalid');
    expect(await isTakenOver(victim)).toBe(false);
  }

  it('takes the person over while both are who they were', async () => {
    const { victim, secret } = await linkFor('manager');
    expect((await redeem(secret)).status).toBe(204);
    expect(await isTakenOver(victim)).toBe(true);
  });

  const deeds: readonly (readonly [string, (of: { attacker: Person; victim: Person }) => Promise<unknown>])[] = [
    ['the person redeemed another link', async ({ victim }) => redeem(await linkOf(victim, await app().signIn()), freshPassword)],
    [
      'the person changed the password',
      async ({ victim }) =>
        app().request('PUT', '/v1/users/me/password', {
          headers: await app().signIn(victim),
          body: { currentPassword: victim.password, newPassword: freshPassword },
        }),
    ],
    [
      'an operator set the password on the host',
      ({ victim }) =>
        app()
          .get(CommandBus)
          .execute(new SetPassword(victim.id, freshPassword, app().origin(victim.organizationId), null)),
    ],
    ['the person was disabled', ({ victim }) => asOwner('POST', `/v1/users/${victim.id}/disable`)],
    [
      'the person was disabled and enabled again',
      async ({ victim }) => {
        await asOwner('POST', `/v1/users/${victim.id}/disable`);
        await asOwner('POST', `/v1/users/${victim.id}/enable`);
      },
    ],
    ['the person became an owner', ({ victim }) => setRole(victim, 'owner')],
    ['the person became an auditor', ({ victim }) => setRole(victim, 'auditor')],
    ['the attacker was made a manager, like the person', ({ attacker }) => setRole(attacker, 'manager')],
    ['the attacker was made an auditor', ({ attacker }) => setRole(attacker, 'auditor')],
    ['the attacker was disabled', ({ attacker }) => asOwner('POST', `/v1/users/${attacker.id}/disable`)],
    [
      'the attacker is a member no longer',
      async ({ attacker }) =>
        app()
          .get(CommandBus)
          .execute(new DeactivateMember(await owner(attacker), attacker.id)),
    ],
    [
      'the attacker was disabled and erased',
      async ({ attacker }) => {
        await asOwner('POST', `/v1/users/${attacker.id}/disable`);
        await asOwner('POST', `/v1/users/${attacker.id}/erase`);
      },
    ],
    ["the person's credentials were all revoked", ({ victim }) => asOwner('POST', `/v1/users/${victim.id}/revoke-tokens`)],
  ];
  const owner = async ({ organizationId }: Person) =>
    ({ id: app().owner.id, role: 'owner', organizationId, origin: app().origin(organizationId) }) as never;

  it.each(deeds)('does not after %s', async (_, deed) => {
    const { attacker, victim, secret } = await linkFor('manager');
    await deed({ attacker, victim });
    await expectVoid(secret, victim);
  });

  // Whatever is done while the new password is hashed counts as well: of many links that wait for their turn at once, one is redeemed.
  it.each(deeds)('does not when, while the new password is hashed, %s', async (_, deed) => {
    const { attacker, victim, secret } = await linkFor('manager');
    const passwords = app().get(Passwords);
    const hash = passwords.hash.bind(passwords);
    passwords.hash = async (text) => {
      passwords.hash = hash;
      await deed({ attacker, victim });
      return hash(text);
    };
    await expectVoid(secret, victim);
  });

  it('keeps a link in reserve: once a second one was redeemed, none of ten works', async () => {
    const { victim, secret, session } = await linkFor('manager');
    const reserve = [secret];
    while (reserve.length < 10) reserve.push(await linkOf(victim, session));
    expect((await redeem(await linkOf(victim, await app().signIn()), freshPassword)).status).toBe(204);
    for (const each of reserve) expectProblem(await redeem(each), 403, 'password-reset/invalid');
    expect(await isTakenOver(victim)).toBe(false);
    expect((await app().signIn({ email: victim.email, password: freshPassword })).cookie).toBeTruthy();
  });

  it('is heard again where the person, raised above, comes down again within the hour', async () => {
    const { victim, secret } = await linkFor('manager');
    await setRole(victim, 'owner');
    await expectVoid(secret, victim);
    await setRole(victim, 'manager');
    expect((await redeem(secret)).status).toBe(204);
  });

  it('who was an owner and is an administrator now, resets those whom administrators may, and no owner', async () => {
    const ofManager = await linkFor('manager', 'owner');
    const ofOwner = await linkFor('owner', 'owner');
    await setRole(ofManager.attacker, 'administrator');
    await setRole(ofOwner.attacker, 'administrator');
    expect((await redeem(ofManager.secret)).status).toBe(204);
    await expectVoid(ofOwner.secret, ofOwner.victim);
  });

  it('for somebody who is disabled just then holds no link that comes to life with the enabling', async () => {
    const [victim, session] = [await app().register('manager'), await app().signIn(await app().register('administrator'))];
    const rescuer = await app().signIn();
    const act = (deed: string) => app().request('POST', `/v1/users/${victim.id}/${deed}`, { headers: rescuer });
    app().interruptBefore('TokenIssued', () => act('disable'));
    const answer = await app().request('POST', `/v1/users/${victim.id}/password-reset`, { headers: session });
    expectProblem(answer, 409, 'user/disabled');
    await act('enable');
    const listed = await app().request('GET', `/v1/users/${victim.id}/password-resets`, { headers: rescuer });
    expect(listed.body.items.map(({ state }: { state: string }) => state)).toEqual(['revoked']);
  });

  describe('what is left behind', () => {
    it('is a link that can be used still, when there was no room to hash', async () => {
      const { victim, secret } = await linkFor('manager');
      const passwords = app().get(Passwords);
      const hash = passwords.hash.bind(passwords);
      passwords.hash = () => Promise.reject(new PasswordQueueFull('full'));
      expectProblem(await redeem(secret), 503, 'service/unavailable');
      passwords.hash = hash;
      expect((await redeem(secret)).status).toBe(204);
      expect(await isTakenOver(victim)).toBe(true);
    });

    it('is no hash that the log never named', async () => {
      const { victim, secret } = await linkFor('manager');
      const secrets = app().get(SecretVault);
      const kept: string[] = [];
      const keep = secrets.keep.bind(secrets);
      secrets.keep = async (purpose, value) => {
        const id = await keep(purpose, value);
        kept.push(id);
        // The link dies after the hashing, as late as can be.
        await asOwner('POST', `/v1/users/${victim.id}/disable`);
        return id;
      };
      const answer: Answer = await redeem(secret);
      secrets.keep = keep;
      expectProblem(answer, 403, 'password-reset/invalid');
      expect(kept).toHaveLength(1);
      expect(await secrets.reveal(kept[0], 'password-hash')).toBeNull();
      const { passwordId } = app().get(TokenValidity).principals.users.get(victim.id) ?? {};
      expect(await secrets.reveal(passwordId as string, 'password-hash')).not.toBeNull();
      expect(victim.password).toBe(ownerPassword);
    });
  });
});
