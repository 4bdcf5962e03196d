import { describe, expect, it } from '@jest/globals';
import { CredentialJudge } from '#api/edge/authentication/credential-judge';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { admits, makeKey } from '../support/api-keys.js';
import { isFullRun } from '../support/full-run.js';
import { runningApp } from '../support/running-app.js';

const pairs = isFullRun ? 1_000_000 : 3_000;
const atOnce = 250;

describe('Revoke, then verify', () => {
  const app = runningApp();

  it(`${pairs} times: nothing that was revoked is accepted by an attempt that starts after the answer (SR-28)`, async () => {
    const [ledger, mint, credentialJudge] = [app().get(Ledger), app().get(CredentialMint), app().get(CredentialJudge)];
    const { id: ownerId, organizationId } = app().owner;
    const terms = { at: '2020-01-01T00:00:00.000Z', expiresAt: null, latestExpiry: null, typeEnabled: true };
    const isActive = (credential: string) => credentialJudge.judge(credential, 'cookie').verdict.active;
    let [refusedBefore, acceptedAfter] = [0, 0];

    async function onePair(): Promise<void> {
      const stream = Token.stream(newId());
      const { credential, lookup, kept } = mint.opaque('session');
      const issue: Token.Command = { type: 'IssueToken', kind: 'session', ownerKind: 'user', ownerId, name: null, lookup, kept, ...terms };
      await ledger.on(stream).handle(issue, app().origin(organizationId));
      if (!isActive(credential)) refusedBefore += 1;
      await ledger.on(stream).handle({ type: 'RevokeToken', reason: 'revoked', by: 'owner' }, app().origin(organizationId));
      if (isActive(credential)) acceptedAfter += 1;
    }
    for (let done = 0; done < pairs; done += atOnce) await Promise.all(Array.from({ length: atOnce }, onePair));
    expect({ refusedBefore, acceptedAfter }).toEqual({ refusedBefore: 0, acceptedAfter: 0 });
  });

  it('250 times over HTTP', async () => {
    const headers = await app().signIn();
    const onePair = async () => {
      const { token, credential } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
      const access = await app().exchange(credential);
      await app().request('DELETE', `/v1/tokens/${token.id}`, { headers });
      return (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;
    };
    const statuses = [];
    for (let i = 0; i < 10; i += 1) statuses.push(...(await Promise.all(Array.from({ length: 25 }, onePair))));
    expect(new Set(statuses)).toEqual(new Set([401]));
  });

  it('1000 API keys that are deleted', async () => {
    const headers = await app().signIn();
    const onePair = async () => {
      const { id, headers: bearer } = await makeKey(app(), {}, headers);
      const before = await admits(app(), bearer);
      await app().request('DELETE', `/v1/api-keys/${id}`, { headers });
      return `${before} ${await admits(app(), bearer)}`;
    };
    const statuses = [];
    for (let i = 0; i < 40; i += 1) statuses.push(...(await Promise.all(Array.from({ length: 25 }, onePair))));
    expect(new Set(statuses)).toEqual(new Set(['200 401']));
  });
});
