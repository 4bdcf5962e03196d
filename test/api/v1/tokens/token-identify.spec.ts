import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { makeKey } from '../../../support/api-keys.js';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';

const notOurs = { genuine: false, token: null, presentedAs: null, generation: null, verdict: null };

describe('POST /v1/tokens/identify', () => {
  const app = runningApp();
  const identify = async (credential: unknown, headers?: Record<string, string>) =>
    app().request('POST', '/v1/tokens/identify', { headers: headers ?? (await app().signIn()), body: { credential } });
  const verdictOf = async (credential: string) => (await identify(credential)).body.verdict;

  describe('answers 200', () => {
    it('with whose a text is and how it stands: good, rotated away, suspended, revoked', async () => {
      const person = await app().register('manager');
      const { personal, access, tokenId } = await app().tokensOf(person);
      const found = (await identify(` ${personal}\n`)).body;
      expect(found).toMatchObject({ genuine: true, presentedAs: 'personal', generation: 1, verdict: { standing: 'active', reason: null } });
      expect(found.token).toMatchObject({ id: tokenId, owner: { id: person.id, email: person.email } });
      expect((await identify(access)).body).toMatchObject({ genuine: true, presentedAs: 'access', token: { id: tokenId } });
      const headers = await app().signIn(person);
      const { credential: second } = (await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers })).body;
      expect(await verdictOf(personal)).toEqual({ standing: 'revoked', reason: 'superseded' });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      expect(await verdictOf(second)).toEqual({ standing: 'suspended', reason: 'owner-disabled' });
      await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
      expect(await verdictOf(second)).toEqual({ standing: 'revoked', reason: 'revoked' });
    });

    it('also for opaque texts, replaced ones included, and for what has expired', async () => {
      const headers = await app().signIn();
      const body = { name: 'Identified', role: 'annotator' };
      const { credential, serviceAccount } = (await app().request('POST', '/v1/service-accounts', { headers, body })).body;
      await app().request('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, { headers });
      expect((await identify(credential)).body).toMatchObject({ generation: 1, verdict: { reason: 'superseded' } });
      const { personal } = await app().tokensOf();
      app().clock.advance(366 * 86_400);
      expect(await verdictOf(personal)).toEqual({ standing: 'expired', reason: 'expired' });
    });

    it('also for an API key, before and after the key that signed it was retired', async () => {
      const { id, credential } = await makeKey(app(), { allowedIpCidrs: ['192.0.2.1'] });
      expect((await identify(credential)).body).toMatchObject({ token: { id, state: 'active' }, presentedAs: 'api-key' });
      const headers = await app().signIn();
      const { items } = (await app().request('GET', '/v1/signing-keys', { headers })).body;
      const { kid } = items.find(({ status }: { status: string }) => status === 'active');
      await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers });
      expect((await identify(credential)).body).toMatchObject({
        token: { id },
        presentedAs: 'api-key',
        verdict: { standing: 'revoked', reason: 'signing-key-retired' },
      });
      expect((await identify(`${credential.slice(0, -1)}${credential.endsWith('A') ? 'B' : 'A'}`)).body.genuine).toBe(false);
    });

    it('also for the token of a key that was retired', async () => {
      const headers = await app().signIn();
      const { personal, tokenId } = await app().tokensOf();
      const kid = JSON.parse(Buffer.from(personal.split('.')[0], 'base64url').toString()).kid;
      await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers });
      expect((await identify(personal)).body).toMatchObject({ token: { id: tokenId }, verdict: { reason: 'signing-key-retired' } });
    });

    it('with the same "not ours" for what nobody made, what was altered, and what is of another organization', async () => {
      const { personal } = await app().tokensOf();
      const [header, payload] = personal.split('.');
      const { owner } = await app().secondOrganization();
      const { personal: foreign } = await app().tokensOf(owner);
      const ownKey = generateKeyPairSync('ed25519').privateKey;
      const forged = `${header}.${payload}.${sign(null, Buffer.from(`${header}.${payload}`), ownKey).toString('base64url')}`;
      const altered = `${personal.slice(0, -2)}${personal.endsWith('AA') ? 'BB' : 'AA'}`;
      for (const text of [foreign, forged, altered, `${header}.${payload}`, 'x', 'f'.repeat(40), 'a.b.c']) {
        expect((await identify(text)).body).toEqual(notOurs);
      }
    });

    it('and records who asked about which token, and never the text; that a text was shown here is no use of it', async () => {
      const person = await app().register('manager');
      const { personal, tokenId } = await app().tokensOf(person);
      await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: await app().signIn(person) });
      await identify(personal);
      await identify('nobody made this');
      const events = await readEverything(app().get(EventStore), null);
      const asked = events.filter(({ type }) => type === 'CredentialIdentified').slice(-2);
      expect(asked.map(({ data, actor }) => [data, actor.id])).toEqual([
        [{ tokenId }, app().owner.id],
        [{ tokenId: null }, app().owner.id],
      ]);
      expect(events.some(({ type, stream }) => type === 'SupersededTokenPresented' && stream === `token-${tokenId}`)).toBe(false);
      expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('nobody made this');
    });
  });

  it('answers 400 for what is no text', async () => {
    for (const credential of [undefined, null, '', 7, 'x'.repeat(8193)]) expect((await identify(credential)).status).toBe(400);
  });

  it('answers 403 to somebody who does not oversee the organization', async () => {
    const { personal } = await app().tokensOf();
    expect((await identify(personal, await app().signIn(await app().register('manager')))).status).toBe(403);
  });
});
