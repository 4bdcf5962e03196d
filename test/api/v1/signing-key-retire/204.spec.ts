import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/signing-keys/{kid}/retire answers 204', () => {
  const app = runningApp();
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const auth = async (access: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;

  it('and nothing that the key signed is accepted any more, while a new one signs already (SR-16)', async () => {
    const { personal, access } = await app().tokensOf();
    const [{ kid }] = (await app().request('GET', '/.well-known/jwks.json')).body.keys;
    const answer = await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    expect(answer.status).toBe(204);
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect(await auth(access)).toBe(401);
    await expect(app().exchange(personal)).rejects.toThrow('401');
    const { keys } = (await app().request('GET', '/.well-known/jwks.json')).body;
    expect(keys.map((key: { kid: string }) => key.kid)).not.toContain(kid);
    const fresh = await app().tokensOf();
    expect(await auth(fresh.access)).toBe(200);
    await app().restart();
    expect([await auth(access), await auth(fresh.access)]).toEqual([401, 200]);
    expect((await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() })).status).toBe(204);
  });

  it('and sessions, legacy tokens and service accounts go on, which no key signed', async () => {
    const headers = await app().signIn();
    const { credential } = (await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'manager' } }))
      .body;
    const [{ kid }] = (await app().request('GET', '/.well-known/jwks.json')).body.keys;
    await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers });
    expect((await app().request('GET', '/v1/users/me', { headers })).status).toBe(200);
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status).toBe(200);
  });

  it('and what the key signed stays refused, also when an exchange of it was under way in that moment', async () => {
    const headers = await app().signIn();
    const issued = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
    const [{ kid }] = (await app().request('GET', '/.well-known/jwks.json')).body.keys;
    const store = app().get(EventStore);
    const read = store.readStream.bind(store);
    let retired = 0;
    jest.spyOn(store, 'readStream').mockImplementation(async (stream, from) => {
      const events = await read(stream, from);
      if (stream === `token-${issued.token.id}` && retired === 0) {
        retired = 1;
        retired = (await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers })).status;
      }
      return events;
    });
    await app()
      .exchange(issued.credential)
      .catch(() => {});
    expect(retired).toBe(204);
    await expect(app().exchange(issued.credential)).rejects.toThrow('401');
  });
});
