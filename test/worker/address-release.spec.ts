import { describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { newId } from '#api/edge/ids';
import { SetPassword } from '#api/features/users/password.commands';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { Deadlines } from '#projections/read-models/models/deadlines';
import { ReadModels } from '#projections/read-models/read-models';
import { readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';
import { lookupOfId } from '../support/token-histories.js';

const day = 86_400;
const hour = 3600;

describe('An address that an API credential registered', () => {
  const app = runningApp();

  const register = async (headers: Record<string, string>) => {
    const body = { email: `invented-${newId()}@example.com`, role: 'annotator' };
    const answer = await app().request('POST', '/v1/users', { headers, body });
    expect(answer.status).toBe(201);
    return { id: answer.body.user?.id ?? answer.body.id, email: body.email } as { id: string; email: string };
  };
  const byCredential = async () => register({ authorization: `Bearer ${(await app().tokensOf()).access}` });
  const releasedIds = async () =>
    (await readEverything(app().get(EventStore), null)).filter(({ type }) => type === 'EmailReleased').map(({ data }) => data.userId);

  /** The sweep looks at the clock, and once an hour at addresses that are due. */
  async function pass(seconds: number): Promise<void> {
    await recordDue(app());
    app().clock.advance(seconds);
    await recordDue(app());
    app().clock.advance(hour + 1);
    await recordDue(app());
  }
  /** This address is released after everything else that was due, so what is not released by then is kept. */
  async function passUntilReleased(seconds: number, last: { id: string }): Promise<unknown[]> {
    await pass(seconds);
    await eventually(async () => expect(await releasedIds()).toContain(last.id));
    return releasedIds();
  }
  async function addToken(person: { id: string }, expiresInDays: number | null, lookup = lookupOfId(newId())): Promise<string> {
    const id = newId();
    const at = app().clock.nowText();
    const expiresAt = expiresInDays === null ? null : new Date(Date.parse(at) + expiresInDays * day * 1000).toISOString();
    const kept = { pepperVersion: 1 };
    const terms = { name: null, lookup, kept, at, expiresAt, latestExpiry: expiresAt, typeEnabled: true };
    const kind = expiresAt === null ? 'legacy' : 'personal';
    const command: Token.Command = { type: 'IssueToken', kind, ownerKind: 'user', ownerId: person.id, ...terms };
    await app().get(Ledger).on(Token.stream(id)).handle(command, app().origin(app().owner.organizationId));
    return id;
  }

  it('is kept for thirty days, and given up once after them', async () => {
    const person = await byCredential();
    await pass(29 * day);
    expect(await releasedIds()).not.toContain(person.id);
    await passUntilReleased(day, person);
    await pass(40 * day);
    expect((await releasedIds()).filter((id) => id === person.id)).toHaveLength(1);
    const past = await app().get(EventStore).readStream(User.stream(person.id).name);
    expect(past.at(-1)).toMatchObject({ type: 'UserDisabled', data: { addressGivenUp: true }, actor: { kind: 'system', id: 'worker' } });
  });

  it('is kept by somebody who got a password, holds a credential or owns the organization, and for whom a session registered', async () => {
    const session = await app().signIn();
    const bySession = await register(session);
    const withPassword = await byCredential();
    const setPassword = new SetPassword(withPassword.id, 'a-kettle-on-the-hill', app().origin(app().owner.organizationId), null);
    await app().get(CommandBus).execute(setPassword);
    const [withToken, withLegacyToken, disabled] = [await byCredential(), await byCredential(), await byCredential()];
    const ended = await byCredential();
    await addToken(withToken, 300);
    await addToken(withLegacyToken, null);
    const withStrangeToken = await byCredential();
    await addToken(withStrangeToken, 10, 'of a form that this program cannot read');
    await addToken(disabled, 300);
    await addToken(ended, 10);
    await app().request('POST', `/v1/users/${disabled.id}/disable`, { headers: session });
    const owner = await byCredential();
    const raised = await app().request('PUT', `/v1/users/${owner.id}/role`, { headers: session, body: { role: 'owner' } });
    expect(raised.status).toBe(200);
    const nobody = await byCredential();
    const released = await passUntilReleased(30 * day, nobody);
    expect(released).toContain(ended.id);
    const goingOn = [bySession, withPassword, withLegacyToken, withStrangeToken, owner];
    for (const { id } of [...goingOn, withToken, disabled]) expect(released).not.toContain(id);
    // Once the credential is over, too, no reason is left, even if the person was disabled meanwhile.
    await passUntilReleased(280 * day, withToken);
    await passUntilReleased(0, disabled);
    for (const { id } of goingOn) expect(await releasedIds()).not.toContain(id);
  });

  it('is kept by somebody who gets a password in the moment in which it would be given up', async () => {
    const person = await byCredential();
    const setPassword = new SetPassword(person.id, 'a-kettle-on-the-hill', app().origin(app().owner.organizationId), null);
    const interrupted = new Promise<void>((resolve) => {
      app().interruptBefore('UserDisabled', async () => {
        await app().get(CommandBus).execute(setPassword);
        resolve();
      });
    });
    await pass(30 * day);
    await interrupted;
    await passUntilReleased(30 * day, await byCredential());
    expect(await releasedIds()).not.toContain(person.id);
    const past = await app().get(EventStore).readStream(User.stream(person.id).name);
    expect(past.map(({ type }) => type)).toEqual(['UserRegistered', 'PasswordSet']);
  });

  it('is given up by what was left half done, and from deadlines that were made again', async () => {
    const person = await byCredential();
    const other = await byCredential();
    const origin = app().origin(app().owner.organizationId);
    await app().get(Ledger).on(User.stream(person.id)).handle({ type: 'GiveUpAddress' }, origin);
    const due = async () =>
      (await new Deadlines(app().get<ReadModels>(ReadModels as never)).due('address-release', '9999', 100)).map(({ subject }) => subject);
    await eventually(async () => expect(await due()).toEqual(expect.arrayContaining([person.id, other.id])));
    const before = await due();
    const rebuilt = await app().request('POST', '/v1/projections/deadlines/rebuild', { headers: await app().signIn() });
    expect(rebuilt.status).toBe(202);
    await recordDue(app());
    expect(await due()).toEqual(before);
    await app().restart();
    await passUntilReleased(30 * day, person);
    await passUntilReleased(0, other);
    expect(await due()).not.toContain(person.id);
  });
});
