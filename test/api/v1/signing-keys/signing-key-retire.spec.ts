import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Reconciler } from '#api/reconciliation/reconciler';
import { Vault } from '#credentials/vault';
import { EventStore } from '#event-store/event-store';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

describe('POST /v1/signing-keys/{kid}/retire', () => {
  describe('answers 204', () => {
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

    it('and the vault holds its private half no more, of which a killed process leaves the deletion to the reconciler', async () => {
      const halves = async () => {
        const rows = await app().get(Vault).secretNames('', 1000);
        return rows.filter(({ purpose }) => purpose === 'signing-key').map(({ id }) => id);
      };
      const headers = await app().signIn();
      const retire = async () => {
        const { items } = (await app().request('GET', '/v1/signing-keys', { headers })).body;
        const { kid } = items.find(({ status }: { status: string }) => status === 'active');
        return (await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers })).status;
      };
      const [before] = await halves();
      expect([await retire(), (await halves()).includes(before)]).toEqual([204, false]);
      const [left] = await halves();
      const deleting = jest.spyOn(app().get(Vault), 'deleteSecret').mockRejectedValue(new Error('killed'));
      expect([await retire(), (await halves()).includes(left)]).toEqual([204, true]);
      deleting.mockRestore();
      await app().restart();
      const { access } = await app().tokensOf();
      for (let rounds = 0; rounds < 3; rounds += 1) {
        await app().get(Reconciler).reconcile();
        app().clock.advance(601);
      }
      expect([(await halves()).length, (await halves()).includes(left)]).toEqual([1, false]);
      await app().restart();
      expect((await app().tokensOf()).access).not.toBe(access);
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

  describe('answers 403', () => {
    const app = runningApp();

    it('to the owner of any organization but the first, whose keys they are not', async () => {
      const headers = await app().signIn((await app().secondOrganization()).owner);
      expectProblem(await app().request('POST', '/v1/signing-keys/x/retire', { headers }), 403, 'permission/denied');
    });
  });

  describe('answers 404', () => {
    const app = runningApp();

    it.each(['x', '__proto__', 'constructor', '%2e%2e%2fetc'])('for %s, which is no key', async (kid) => {
      expectProblem(
        await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() }),
        404,
        'signing-key/not-found',
      );
    });
  });
});

describe('What a retired key signed', () => {
  const app = runningApp();
  let person: Person;
  let session: { cookie: string };
  let personal: string;
  let tokenId: string;
  beforeAll(async () => {
    person = await app().register('manager');
    session = await app().signIn(person);
    ({ personal, tokenId } = await app().tokensOf(person));
    await retireActive();
  });
  async function retireActive(): Promise<void> {
    const headers = await app().signIn();
    const { items } = (await app().request('GET', '/v1/signing-keys', { headers })).body;
    const { kid } = items.find(({ status }: { status: string }) => status === 'active');
    expect((await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers })).status).toBe(204);
  }
  const stateOf = async (id: string) => {
    const { items } = (await app().request('GET', '/v1/tokens', { headers: session })).body;
    return items.find((each: { id: string }) => each.id === id).state;
  };
  const blacklist = (refresh: string) => app().request('POST', '/api/token/blacklist/', { headers: session, body: { refresh } });

  it('is listed as revoked, and by Label Studio not at all, also after a restart', async () => {
    for (const again of [async () => {}, () => app().restart()]) {
      await again();
      expect(await stateOf(tokenId)).toBe('revoked');
      expect((await app().request('GET', '/api/token/', { headers: session })).body).toEqual([]);
    }
  });

  it('rotates no more, and an access token by another key does not help it', async () => {
    expect((await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session })).status).toBe(409);
    const other = await app().tokensOf(person);
    const next = (await app().request('POST', `/v1/tokens/${other.tokenId}/rotate`, { headers: session })).body.credential;
    const access = await app().exchange(next);
    await retireActive();
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
    expect(await stateOf(other.tokenId)).toBe('revoked');
  });

  it('blocks no new token', async () => {
    const made = await app().request('POST', '/api/token/', { headers: session });
    expect(made.status).toBe(201);
    await app().exchange(made.body.token);
    expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(409);
  });

  it('is blacklisted by its whole text, once, and by no other text', async () => {
    const [head, body, signature] = personal.split('.');
    const others = [
      `${head}.${body}.${'A'.repeat(86)}`,
      `${head}.${body}.`,
      `${personal}A`,
      `x.${body}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    ];
    for (const other of others) expect((await blacklist(other)).status).toBe(404);
    const stranger = await app().signIn(await app().register('manager'));
    expect((await app().request('POST', '/api/token/blacklist', { headers: stranger, body: { refresh: personal } })).status).toBe(404);
    expect((await blacklist(personal)).status).toBe(204);
    expect((await blacklist(personal)).status).toBe(404);
    expect(await stateOf(tokenId)).toBe('revoked');
  });

  it('by the listed text is blacklisted too, but for a generation that was rotated away', async () => {
    const { personal: first, access, tokenId: id } = await app().tokensOf(person);
    const headers = { authorization: `Bearer ${access}` };
    const second = (await app().request('POST', '/api/token/rotate', { headers, body: { refresh: first } })).body.refresh;
    await retireActive();
    const listed = (text: string) => text.slice(0, text.lastIndexOf('.'));
    for (const old of [first, listed(first)]) expect((await blacklist(old)).status).toBe(404);
    expect((await blacklist(listed(second))).status).toBe(204);
    expect(await stateOf(id)).toBe('revoked');
  });

  it('that had expired before stays expired', async () => {
    const expiresAt = new Date(app().clock.nowMs() + 60_000).toISOString();
    const { token } = (
      await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body: { kind: 'personal', expiresAt } })
    ).body;
    app().clock.advance(61);
    await retireActive();
    expect(await stateOf(token.id)).toBe('expired');
  });
});
