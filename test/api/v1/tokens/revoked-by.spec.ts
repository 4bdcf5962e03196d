import { beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { SetPassword } from '#api/features/users/password.commands';
import type { Recorded } from '#event-store/envelope';
import { readEverything } from '../../../support/events.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person, TestApp } from '../../../support/test-app.js';

type Said = { readonly reason?: string; readonly by?: string; readonly cause?: string; readonly note?: string };

const isRevocation = ({ type }: Recorded) => type === 'TokenRevoked' || type === 'TokensRevokedBefore';
const revocationsOf = async (app: TestApp): Promise<Said[]> =>
  (await readEverything(app.store, null)).filter(isRevocation).map(({ data }) => data as Said);

/** What the revocations say that `act` led to. */
async function saidAfter(app: TestApp, act: () => Promise<unknown>): Promise<Said[]> {
  const before = (await revocationsOf(app)).length;
  await act();
  return (await revocationsOf(app)).slice(before);
}

type Way = (app: TestApp, person: Person) => Promise<unknown>;

const newPassword = 'another-long-and-quiet-river';

/** Every way in which somebody ends a credential, with what its record says. */
const ways: [string, Way, Said[]][] = [
  [
    'the owner of a token',
    async (app, person) => {
      const { tokenId, access } = await app.tokensOf(person);
      return app.request('DELETE', `/v1/tokens/${tokenId}`, { headers: { authorization: `Bearer ${access}` } });
    },
    [{ reason: 'revoked', by: 'owner' }],
  ],
  [
    'an administrator',
    async (app, person) =>
      app.request('DELETE', `/v1/tokens/${(await app.tokensOf(person)).tokenId}?cause=unused`, { headers: await app.signIn() }),
    [{ reason: 'revoked', by: 'administrator', cause: 'unused' }],
  ],
  [
    'anyone who holds the text of a token',
    async (app, person) => app.request('POST', '/oauth/revoke', { form: { token: (await app.tokensOf(person)).personal } }),
    [{ reason: 'revoked', by: 'possession' }],
  ],
  [
    'anyone who holds the text of a session',
    async (app, person) => app.request('POST', '/oauth/revoke', { form: { token: (await app.signIn(person)).cookie.split('=')[1] } }),
    [{ reason: 'signed-out', by: 'possession' }],
  ],
  [
    'the blacklist of Label Studio',
    async (app, person) => {
      const { personal, access } = await app.tokensOf(person);
      return app.request('POST', '/api/token/blacklist', { headers: { authorization: `Bearer ${access}` }, body: { refresh: personal } });
    },
    [{ reason: 'revoked', by: 'owner' }],
  ],
  [
    'somebody who signs out',
    async (app, person) => app.request('DELETE', '/v1/sessions/current', { headers: await app.signIn(person) }),
    [{ reason: 'signed-out', by: 'owner' }],
  ],
  [
    'an administrator who revokes everything of a person',
    async (app, person) => app.request('POST', `/v1/users/${person.id}/revoke-tokens`, { headers: await app.signIn() }),
    [{ by: 'administrator' }],
  ],
  [
    'a person who revokes everything of their own',
    async (app) => app.request('POST', `/v1/users/${app.owner.id}/revoke-tokens`, { headers: await app.signIn() }),
    [{ by: 'owner' }],
  ],
];

describe('A revocation says by whom', () => {
  const app = runningApp();

  it.each(ways)('when it was %s', async (_who, act, said) => {
    const person = await app().register('manager');
    const stated = await saidAfter(app(), () => act(app(), person));
    expect(stated.map(({ reason, by, cause }) => ({ reason, by, cause }))).toEqual(said.map((each) => expect.objectContaining(each)));
  });

  it.each([
    ['the person, who changed the password', 'owner'],
    ['anyone who holds a reset link', 'possession'],
    ['the operator, on the host', 'operator'],
  ])('when sessions end with a password that was set by %s', async (_who, by) => {
    const person = await app().register('manager');
    const [headers, administrator] = [await app().signIn(person), await app().signIn()];
    await app().signIn(person);
    const change: Record<string, () => Promise<unknown>> = {
      owner: () => app().request('PUT', '/v1/users/me/password', { headers, body: { currentPassword: person.password, newPassword } }),
      possession: async () => {
        const made = await app().request('POST', `/v1/users/${person.id}/password-reset`, { headers: administrator });
        const secret = String(made.body.link).split('#')[1];
        return app().request('POST', '/v1/password-resets', { body: { secret, newPassword } });
      },
      operator: () =>
        app()
          .get(CommandBus)
          .execute(new SetPassword(person.id, newPassword, app().origin(person.organizationId), null)),
    };
    const ended = (await saidAfter(app(), change[by])).filter(({ reason }) => reason === 'password-changed');
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.map((each) => each.by)).toEqual(ended.map(() => by));
  });

  it('everywhere in the log', async () => {
    const all = await revocationsOf(app());
    expect(all.length).toBeGreaterThan(ways.length);
    expect(all.filter(({ by }) => by === undefined)).toEqual([]);
  });
});

describe('A revocation through DELETE /v1/tokens/{id}', () => {
  const app = runningApp();
  let headers: { cookie: string };
  beforeAll(async () => {
    headers = await app().signIn();
  });
  const revoke = async (tokenId: string, why: string) => app().request('DELETE', `/v1/tokens/${tokenId}?${why}`, { headers });

  it('keeps the note sealed: lists do not show it, and an export by administrators opens it', async () => {
    const { tokenId } = await app().tokensOf(await app().register('manager'));
    const [said] = await saidAfter(app(), () => revoke(tokenId, 'cause=leaked&note=Seen%20in%20a%20chat%20of%20Zo%C3%AB'));
    expect(said).toMatchObject({ by: 'administrator', cause: 'leaked', note: expect.stringMatching(/^s1\./) });
    const listed = (await app().request('GET', `/v1/activity?subject=${tokenId}&type=TokenRevoked`, { headers })).body.items[0];
    expect(listed.details).toEqual({ reason: 'revoked', by: 'administrator', cause: 'leaked' });
    const lines = (await app().request('GET', '/v1/activity/replay?opened=true', { headers })).text.trimEnd().split('\n');
    const opened = lines
      .map((line) => JSON.parse(line))
      .find(({ stream, type }) => stream === `token-${tokenId}` && type === 'TokenRevoked');
    expect(opened.opened).toEqual({ note: 'Seen in a chat of Zoë' });
  });

  it.each([
    ['a cause that is none', 'cause=because', ['cause']],
    ['a cause that only the server can know', 'cause=undelivered', ['cause']],
    ['an empty note', 'note=', ['note']],
    ['a note of more than one line', 'note=a%0Ab', ['note']],
    ['a note that is too long', `note=${'x'.repeat(201)}`, ['note']],
    ['the same twice', 'cause=leaked&cause=leaked', ['cause']],
  ])('refuses %s, and revokes nothing', async (_what, why, members) => {
    const { tokenId, personal } = await app().tokensOf();
    expectProblem(await revoke(tokenId, why), 400, 'request/invalid', members);
    await app().exchange(personal);
  });

  it('keeps no note about somebody who was erased', async () => {
    const person = await app().register('manager');
    const { tokenId } = await app().tokensOf(person);
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    expect((await app().request('POST', `/v1/users/${person.id}/erase`, { headers })).status).toBe(200);
    expectProblem(await revoke(tokenId, 'note=x'), 409, 'user/erased');
    expect((await revoke(tokenId, 'cause=unused')).status).toBe(204);
  });
});
