import { beforeAll, describe, expect, it } from '@jest/globals';
import { admits, makeKey } from '../support/api-keys.js';
import { heldRefusedAttempts } from '../support/held-refused-attempts.js';
import { ownChoice } from '../support/known-password-strength.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

/** Everything that the person can be recognised by. */
interface Credentials {
  readonly session: { readonly cookie: string };
  readonly personal: string;
  readonly access: string;
  readonly legacy: string;
  readonly apiKey: string;
  readonly resetLink: string;
}

const everything = { session: 200, personal: 200, access: 200, legacy: 200, apiKey: 200 };
/** What is done to the person, in this order. */
const acts = ['UserDisabled', 'TokensRevokedBefore', 'UserEnabled', 'UserDisabled'];
const nothing = { session: 401, personal: 401, access: 401, legacy: 401, apiKey: 401 };

describe('Off-boarding a person', () => {
  const app = runningApp();
  let owner: { readonly cookie: string };
  let leaver: Person;
  let credentials: Credentials;
  let account: { readonly id: string; readonly credential: string };
  const tokenIds: Record<'personal' | 'legacy' | 'apiKey', string> = { personal: '', legacy: '', apiKey: '' };

  const ask = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const answer = await app().request(method, path, { headers, body });
    expect(`${method} ${path} ${answer.status < 300 ? 'is answered' : answer.text}`).toBe(`${method} ${path} is answered`);
    return answer.body;
  };
  const act = (what: string) => ask('POST', `/v1/users/${leaver.id}/${what}`, owner);
  const footprint = () => ask('GET', `/v1/users/${leaver.id}/footprint`, owner);

  const uses = async () => {
    const { session, personal, access, legacy, apiKey } = credentials;
    return {
      session: (await app().request('GET', '/v1/users/me', { headers: session })).status,
      personal: (await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status,
      access: await admits(app(), { authorization: `Bearer ${access}` }),
      legacy: await admits(app(), { authorization: `Token ${legacy}` }),
      apiKey: await admits(app(), { authorization: `Bearer ${apiKey}` }),
    };
  };
  const redeem = () => app().request('POST', '/v1/password-resets', { body: { secret: credentials.resetLink, newPassword: ownChoice } });
  const signIn = async () =>
    (await app().request('POST', '/v1/sessions', { body: { email: leaver.email, password: leaver.password } })).status;
  const accountWorks = () => admits(app(), { authorization: `Token ${account.credential}` });

  /** Types of events, oldest first. */
  const log = async (filter: string): Promise<string[]> => {
    const { items, nextCursor } = await ask('GET', `/v1/activity?limit=200&${filter}`, owner);
    expect(nextCursor).toBeNull();
    return items.map(({ type }: { type: string }) => type).reverse();
  };

  let flush: () => Promise<void>;
  beforeAll(async () => {
    flush = heldRefusedAttempts(app());
    await app().enableLegacyTokens();
    owner = await app().signIn();
    leaver = await app().register('administrator');
    const { personal, access, tokenId } = await app().tokensOf(leaver);
    const session = await app().signIn(leaver);
    const legacy = await ask('POST', '/v1/tokens', session, { kind: 'legacy' });
    const apiKey = await makeKey(app(), {}, session);
    const created = await ask('POST', '/v1/service-accounts', session, { name: 'exporter', role: 'annotator' });
    account = { id: created.serviceAccount.id, credential: created.credential };
    const { link } = await act('password-reset');
    Object.assign(tokenIds, { personal: tokenId, legacy: legacy.token.id, apiKey: apiKey.id });
    credentials = {
      session,
      personal,
      access,
      legacy: legacy.credential,
      apiKey: apiKey.credential,
      resetLink: link.split('#')[1],
    };
  });

  it('begins with what there is of them: what they hold, and what they created and know', async () => {
    expect(await uses()).toEqual(everything);
    const { tokens, sessions, serviceAccounts } = await footprint();
    expect(tokens.map(({ id }: { id: string }) => id).sort()).toEqual(Object.values(tokenIds).sort());
    expect(sessions).toHaveLength(2);
    expect(serviceAccounts).toMatchObject([{ id: account.id, name: 'exporter', created: true, knowsCredential: true }]);
  });

  it('disabled, they are refused at once, whatever they present, and what they created goes on', async () => {
    await act('disable');
    expect(await uses()).toEqual(nothing);
    expect((await redeem()).body.code).toBe('password-reset/invalid');
    expect(await signIn()).toBe(401);
    expect(await accountWorks()).toBe(200);
    const { tokens, sessions } = await footprint();
    expect(tokens.map(({ stateReason }: { stateReason: string }) => stateReason)).toEqual(Array(3).fill('owner-disabled'));
    expect(sessions).toEqual([]);
  });

  it('the credential of the service account that they know stops with its reset, and the account goes on with the new one', async () => {
    const { credential } = await ask('POST', `/v1/service-accounts/${account.id}/reset-token`, owner);
    expect(await accountWorks()).toBe(401);
    account = { ...account, credential };
    expect(await accountWorks()).toBe(200);
    expect((await footprint()).serviceAccounts).toMatchObject([{ id: account.id, knowsCredential: false }]);
  });

  it('revoked, their credentials stay refused even if somebody enables them again', async () => {
    await act('revoke-tokens');
    expect((await footprint()).tokens).toEqual([]);
    await act('enable');
    expect(await uses()).toEqual(nothing);
    expect((await redeem()).body.code).toBe('password-reset/invalid');
    await act('disable');
    expect(await accountWorks()).toBe(200);
  });

  it('the log says all of it: under the person, under each of their tokens, and under the account that goes on', async () => {
    await flush();
    await recordDue(app());
    const ofPerson = await log(`subject=${leaver.id}`);
    const begun = ['UserRegistered', 'PasswordSet', 'EmailClaimed', 'MemberJoined', 'TokenIssued'];
    const recorded = ['SignInFailed', 'AttemptsRefused', 'TokensSuspended', 'CascadeCompleted'];
    expect(new Set(ofPerson)).toEqual(new Set([...begun, ...acts, ...recorded]));
    expect(ofPerson.filter((type) => acts.includes(type))).toEqual(acts);
    for (const id of Object.values(tokenIds)) {
      expect((await log(`subject=${id}`)).sort()).toEqual(['AttemptsRefused', 'TokenIssued', 'TokensRevokedBefore', 'TokensSuspended']);
    }
    expect(await log(`subject=${account.id}&type=ServiceAccountCreated&type=TokenRotated`)).toEqual([
      'ServiceAccountCreated',
      'TokenRotated',
    ]);
    expect(await log(`actor=${leaver.id}&type=ServiceAccountCreated`)).toEqual(['ServiceAccountCreated']);
  });

  it('erased, their name and address are nowhere, and the log still says what happened, of a person without a name', async () => {
    const before = await log(`subject=${leaver.id}`);
    await act('erase');
    const since = (await log(`subject=${leaver.id}`)).slice(before.length);
    expect(since).toEqual(expect.arrayContaining(['PersonalDataErased', 'EmailReleased']));
    const places = [`/v1/users/${leaver.id}`, `/v1/users/${leaver.id}/footprint`, '/v1/users?limit=200', '/v1/service-accounts?limit=200'];
    const lists = ['/v1/tokens?scope=organization&limit=200', '/v1/activity?expand=names&limit=200'];
    for (const path of [...places, ...lists]) {
      const { status, text } = await app().request('GET', path, { headers: owner });
      expect(`${path} ${status} ${text.includes(leaver.email)}`).toBe(`${path} 200 false`);
    }
    const { items } = await ask('GET', `/v1/activity?subject=${leaver.id}&expand=names&limit=200`, owner);
    expect(items[0].names[leaver.id]).toEqual({ kind: 'user', name: null, email: null });
    expect(await uses()).toEqual(nothing);
    expect(await accountWorks()).toBe(200);
  });
});
