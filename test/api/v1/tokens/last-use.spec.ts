import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LastUses } from '#api/features/tokens/last-uses';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';

describe('The last use of a token', () => {
  const app = runningApp();
  const lastUsedAt = async (tokenId: string) => {
    const { items } = (await app().request('GET', '/v1/tokens?limit=200', { headers: await app().signIn() })).body;
    return items.find(({ id }: { id: string }) => id === tokenId).lastUsedAt;
  };

  it('is shown from the moment of the use on, whichever way it was used', async () => {
    app().clock.stop();
    const session = await app().signIn();
    const { token, credential } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } })).body;
    expect(token.lastUsedAt).toBeNull();
    expect(await lastUsedAt(token.id)).toBeNull();
    const access = await app().exchange(credential);
    const exchanged = await lastUsedAt(token.id);
    expect(exchanged).toBe(app().clock.now().toISOString());
    for (const path of ['/v1/auth', '/api/current-user/whoami', '/v1/users/me']) {
      app().clock.advance(10);
      const before = app().clock.now().toISOString();
      await app().request('GET', path, { headers: { authorization: `Bearer ${access}` } });
      expect((await lastUsedAt(token.id)) >= before).toBe(true);
    }
  });

  it("is Label Studio's last_activity, whatever one asks who one is with", async () => {
    const person = await app().register('manager');
    const { access } = await app().tokensOf(person);
    for (const headers of [{ authorization: `Bearer ${access}` }, await app().signIn(person)]) {
      app().clock.advance(100);
      const before = app().clock.now().toISOString();
      const { body } = await app().request('GET', '/api/current-user/whoami', { headers });
      expect(body.last_activity).toMatch(/\.\d{3}000Z$/);
      expect(Date.parse(body.last_activity)).toBeGreaterThanOrEqual(Date.parse(before));
    }
  });

  it('is not moved by a use that was refused', async () => {
    const { personal, access, tokenId } = await app().tokensOf();
    const used = await lastUsedAt(tokenId);
    app().clock.advance(600);
    await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${personal}` } });
    expect(await lastUsedAt(tokenId)).toBe(used);
  });

  it('is still known after a restart, and writes no event', async () => {
    const { access, tokenId } = await app().tokensOf();
    const events = async () =>
      (await readEverything(app().get(EventStore), null)).filter(({ data }) => JSON.stringify(data).includes('lastUse'));
    await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    const used = await lastUsedAt(tokenId);
    await app().restart();
    expect(await lastUsedAt(tokenId)).toBe(used);
    expect(await events()).toEqual([]);
  });

  it('keeps address and user agent only sealed', async () => {
    const { access } = await app().tokensOf();
    await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}`, 'user-agent': 'a-very-special-agent/1.0' } });
    await app().get(LastUses).flush();
    for (const file of await readdir(app().directory, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect((await readFile(join(file.parentPath, file.name))).includes('a-very-special-agent')).toBe(false);
    }
  });
});
