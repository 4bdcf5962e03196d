import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../../support/app.js';
import { runningApp } from '../../../support/running-app.js';

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
