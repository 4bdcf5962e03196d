import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import type { Person, TestApp } from '../support/app.js';
import { readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { runningApp } from '../support/running-app.js';

const day = 86_400;
const sweepSeconds = 1.2;

async function eventsOf(app: TestApp, type: string) {
  return (await readEverything(app.get(EventStore), null)).filter((event) => event.type === type);
}
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe('The expiry of a personal access token', () => {
  const app = runningApp();

  it('is recorded once, after the token was refused for a minute (SR-34)', async () => {
    const { tokenId, personal } = await app().tokensOf();
    await pause(sweepSeconds);
    app().clock.advance(365 * day + 1);
    await expect(app().exchange(personal)).rejects.toThrow('401');
    await pause(sweepSeconds);
    expect(await eventsOf(app(), 'TokenExpired')).toEqual([]);
    app().clock.advance(61);
    await eventually(async () => expect(await eventsOf(app(), 'TokenExpired')).toHaveLength(1));
    await pause(2 * sweepSeconds);
    const [expired, ...more] = await eventsOf(app(), 'TokenExpired');
    expect(more).toEqual([]);
    expect(expired).toMatchObject({ stream: `token-${tokenId}`, actor: { kind: 'system', id: 'worker' } });
  }, 30_000);

  it('is not recorded when the clock jumps ahead for a moment and back', async () => {
    const { tokenId, personal } = await app().tokensOf();
    await pause(sweepSeconds);
    app().clock.advance(366 * day);
    await pause(sweepSeconds);
    app().clock.advance(-366 * day);
    await pause(sweepSeconds);
    app().clock.advance(61);
    await pause(2 * sweepSeconds);
    expect((await eventsOf(app(), 'TokenExpired')).filter(({ stream }) => stream === `token-${tokenId}`)).toEqual([]);
    await app().exchange(personal);
  }, 30_000);

  it('is not recorded for a token that was revoked, nor for one that was rotated away', async () => {
    const session = await app().signIn();
    const [one, two] = [await app().tokensOf(), await app().tokensOf()];
    await app().request('DELETE', `/v1/tokens/${one.tokenId}`, { headers: session });
    app().clock.advance(300 * day);
    await app().request('POST', `/v1/tokens/${two.tokenId}/rotate`, { headers: await app().signIn() });
    const before = (await eventsOf(app(), 'TokenExpired')).length;
    app().clock.advance(100 * day);
    await pause(sweepSeconds);
    app().clock.advance(61);
    await pause(2 * sweepSeconds);
    const streams = (await eventsOf(app(), 'TokenExpired')).slice(before).map(({ stream }) => stream);
    expect(streams).not.toContain(`token-${one.tokenId}`);
    expect(streams).not.toContain(`token-${two.tokenId}`);
  }, 30_000);
});

describe('What a cause does to tokens', () => {
  const app = runningApp();
  const cascadesOf = async (person: { id: string }) =>
    (await readEverything(app().get(EventStore), null))
      .filter(({ stream, data }) => stream.startsWith('cascade-') && data.ownerId === person.id)
      .map(({ type, data }) => ({ type, tokens: (data.tokenIds as string[] | undefined)?.length ?? data.tokens }));
  const act = async (person: Person, action: string) =>
    app().request('POST', `/v1/users/${person.id}/${action}`, { headers: await app().signIn() });

  it('is recorded on a stream of its own: disabled, enabled, disabled and erased', async () => {
    const person = await app().register('manager');
    for (let i = 0; i < 3; i += 1) await app().tokensOf(person);
    await act(person, 'disable');
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(2));
    await act(person, 'enable');
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(4));
    await act(person, 'disable');
    await act(person, 'erase');
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(8));
    expect(await cascadesOf(person)).toEqual(
      ['TokensSuspended', 'TokensResumed', 'TokensSuspended', 'TokensRevoked'].flatMap((type) => [
        { type, tokens: 6 },
        { type: 'CascadeCompleted', tokens: 6 },
      ]),
    );
  }, 30_000);

  it('is recorded for a deleted service account', async () => {
    const headers = await app().signIn();
    const { serviceAccount } = (await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'manager' } }))
      .body;
    await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers });
    await eventually(async () =>
      expect(await cascadesOf(serviceAccount)).toEqual([
        { type: 'TokensRevoked', tokens: 1 },
        { type: 'CascadeCompleted', tokens: 1 },
      ]),
    );
  });

  it('names its cause, and takes no part in any refusal', async () => {
    const person = await app().register('manager');
    const { access } = await app().tokensOf(person);
    await act(person, 'disable');
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(2));
    const log = await readEverything(app().get(EventStore), null);
    const cause = log.find(({ type, stream }) => type === 'UserDisabled' && stream === `user-${person.id}`);
    const recorded = log.filter(({ causationId }) => causationId === cause?.id);
    expect(recorded.map(({ stream }) => stream)).toEqual([`cascade-${cause?.id}`, `cascade-${cause?.id}`]);
  });

  it('is recorded once, whole, by a worker that was killed before it could write (SR-57)', async () => {
    const person = await app().register('manager');
    await app().tokensOf(person);
    const headers = await app().signIn();
    app().dieAfter(app().appends() + 1);
    expect((await app().request('POST', `/v1/users/${person.id}/disable`, { headers })).status).toBe(200);
    await pause(2 * sweepSeconds);
    expect(await cascadesOf(person)).toEqual([]);
    await app().restart();
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(2));
    await pause(2 * sweepSeconds);
    expect((await cascadesOf(person)).map(({ type }) => type)).toEqual(['TokensSuspended', 'CascadeCompleted']);
  }, 30_000);

  it('is recorded after a restart that lost every job (SR-56)', async () => {
    const person = await app().register('manager');
    await app().tokensOf(person);
    await act(person, 'disable');
    await app().restart(() => rm(join(app().directory, 'jobs.db'), { force: true }));
    await eventually(async () => expect(await cascadesOf(person)).toHaveLength(2));
    expect(await cascadesOf(person)).toHaveLength(2);
  }, 30_000);
});
