import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

describe('Anyone who found a legacy token and made personal tokens with it', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  async function legacyOf(person: Person) {
    const headers = await app().signIn(person);
    const { token, credential } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } })).body;
    return { id: token.id as string, by: { authorization: `Token ${credential}` } };
  }
  const issue = async (headers: Record<string, string>) =>
    (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
  const bearerOf = async (personal: string) => ({ authorization: `Bearer ${await app().exchange(personal)}` });
  const works = async (personal: string) =>
    (await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status === 200;
  const rotate = async (refresh: string, headers: Record<string, string>): Promise<string> =>
    (await app().request('POST', '/api/token/rotate', { headers, body: { refresh } })).body.refresh;
  const renew = (id: string, headers: Record<string, string>) => app().request('POST', `/v1/tokens/${id}/renew`, { headers });

  it.each([
    ['renews it', async (id: string, headers: Record<string, string>) => renew(id, headers)],
    [
      "renews it as Label Studio's page does",
      async (_id: string, headers: Record<string, string>) => app().request('POST', '/api/current-user/reset-token/', { headers }),
    ],
    ['revokes it', async (id: string, headers: Record<string, string>) => app().request('DELETE', `/v1/tokens/${id}`, { headers })],
  ])('loses all of them, and what was rotated from them, when its owner %s', async (_what, end) => {
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const session = await app().signIn(person);
    const [one, two, own] = [await issue(by), await issue(by), await issue(session)];
    const viaLabelStudio = (
      await app().request('POST', '/api/token/', {
        headers: await legacyOf(await app().register('manager')).then(({ by: other }) => other),
      })
    ).status;
    expect(viaLabelStudio).toBe(201);
    const successor = await rotate(two.credential, by);
    const grandchild = await rotate(successor, await bearerOf(successor));
    const access = await bearerOf(one.credential);
    expect([await works(one.credential), await works(grandchild), await works(own.credential)]).toEqual([true, true, true]);
    expect((await end(id, session)).status).toBeLessThan(300);
    for (const again of [async () => {}, () => app().restart()]) {
      await again();
      expect([await works(one.credential), await works(grandchild), await works(own.credential)]).toEqual([false, false, true]);
      expect((await app().request('GET', '/v1/auth', { headers: access })).status).toBe(401);
    }
    const { items } = (await app().request('GET', '/v1/tokens', { headers: await app().signIn(person) })).body;
    const states = Object.fromEntries(items.map((each: { id: string; state: string }) => [each.id, each.state]));
    expect(states).toMatchObject({ [one.token.id]: 'revoked', [two.token.id]: 'revoked', [own.token.id]: 'active' });
  });

  it('is told nothing, and the owner how many ended, on the native route alone', async () => {
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const session = await app().signIn(person);
    const made = [await issue(by), await issue(by), await issue(by)];
    await issue(session);
    await app().request('DELETE', `/v1/tokens/${made[0].token.id}`, { headers: session });
    const freed = await rotate(made[1].credential, session);
    const { body } = await renew(id, session);
    expect(body.endedTokens).toBe(1);
    expect([await works(made[2].credential), await works(freed)]).toEqual([false, true]);
    expect((await renew(id, session)).body.endedTokens).toBe(0);
    const reset = await app().request('POST', '/api/current-user/reset-token', { headers: session });
    expect(Object.keys(reset.body)).toEqual(['token']);
  });

  it('keeps what a confirmed session has rotated since: its owner saw it, and made it their own', async () => {
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const session = await app().signIn(person);
    const made = await issue(by);
    const rotated = await app().request('POST', `/v1/tokens/${made.token.id}/rotate`, { headers: session });
    await renew(id, session);
    expect(await works(rotated.body.credential)).toBe(true);
  });

  it('keeps nothing through a session whose password was not checked lately', async () => {
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const session = await app().signIn(person);
    const made = await issue(by);
    app().clock.advance(901);
    const rotated = await rotate(made.credential, session);
    expect(await works(rotated)).toBe(true);
    await renew(id, await app().signIn(person));
    expect(await works(rotated)).toBe(false);
  });

  it('keeps nothing by having asked for it while the legacy token was being renewed', async () => {
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const session = await app().signIn(person);
    for (const end of [() => renew(id, session), () => app().request('DELETE', `/v1/tokens/${id}`, { headers: session })]) {
      const legacy = await renew(id, session);
      app().interruptBefore('TokenIssued', end);
      const answer = await app().request('POST', '/v1/tokens', {
        headers: { authorization: `Token ${legacy.body.credential}` },
        body: { kind: 'personal' },
      });
      if (answer.status === 201) expect(await works(answer.body.credential)).toBe(false);
      else expect(answer.status).toBe(401);
    }
    expect((await app().request('GET', '/v1/users/me', { headers: by })).status).toBe(401);
  });

  it('keeps nothing by making more with those, where the owners let API credentials give', async () => {
    const owner = await app().signIn();
    const allow = (apiCredentialsMayIssue: boolean) =>
      app().request('PATCH', '/v1/organization', { headers: owner, body: { apiCredentialsMayIssue } });
    await allow(true);
    const person = await app().register('manager');
    const { id, by } = await legacyOf(person);
    const first = await issue(by);
    const second = await issue(await bearerOf(first.credential));
    expect(await works(second.credential)).toBe(true);
    await renew(id, await app().signIn(person));
    expect([await works(first.credential), await works(second.credential)]).toEqual([false, false]);
    await allow(false);
  });

  it('does not end what is made with the new one', async () => {
    const person = await app().register('manager');
    const { id } = await legacyOf(person);
    const { credential } = (await renew(id, await app().signIn(person))).body;
    expect(await works((await issue({ authorization: `Token ${credential}` })).credential)).toBe(true);
  });
});
