import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/tokens answers 200', () => {
  const app = runningApp();

  it('with the own tokens and their states, page by page, and never a part of a secret', async () => {
    const person = await app().register('manager');
    const session = await app().signIn(person);
    const ids = [];
    for (const name of ['one', 'two', 'three']) {
      const { token, credential } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name } }))
        .body;
      ids.push(token.id);
      expect((await app().request('GET', '/v1/tokens', { headers: session })).text).not.toContain(credential.split('.')[2]);
    }
    await app().request('DELETE', `/v1/tokens/${ids[1]}`, { headers: session });
    const { items, nextCursor } = (await app().request('GET', '/v1/tokens?limit=2', { headers: session })).body;
    const rest = (await app().request('GET', `/v1/tokens?limit=2&cursor=${nextCursor}`, { headers: session })).body;
    const seen = [...items, ...rest.items].map(({ name, state }) => `${name} ${state}`);
    expect(seen).toEqual(['one active', 'two revoked', 'three active']);
    expect(rest.nextCursor).toBeNull();
  });

  it('to auditors, administrators and owners with those of somebody else', async () => {
    const person = await app().register('manager');
    const { tokenId } = await app().tokensOf(person);
    for (const role of ['auditor', 'administrator', 'owner'] as const) {
      const headers = await app().signIn(await app().register(role));
      const { items } = (await app().request('GET', `/v1/tokens?ownerId=${person.id}`, { headers })).body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([tokenId]);
    }
  });

  it('with nothing of another organization', async () => {
    const { owner } = await app().secondOrganization();
    await app().tokensOf(owner);
    const { items } = (await app().request('GET', `/v1/tokens?ownerId=${owner.id}`, { headers: await app().signIn() })).body;
    expect(items).toEqual([]);
  });

  it('with the state that the clock and the settings give', async () => {
    const person = await app().register('manager');
    await app().tokensOf(person);
    const stateNow = async () => (await app().request('GET', '/v1/tokens', { headers: await app().signIn(person) })).body.items[0].state;
    const owner = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
    expect(await stateNow()).toBe('suspended');
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
    expect(await stateNow()).toBe('active');
    app().clock.advance(366 * 86_400);
    expect(await stateNow()).toBe('expired');
  });
});
