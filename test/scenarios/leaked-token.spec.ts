import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { admits, type MadeKey, makeKey } from '../support/api-keys.js';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';
import type { Answer, Person } from '../support/test-app.js';

describe('A leaked token of which only the text is known', () => {
  const app = runningApp();
  let auditor: Person;
  let administrator: Person;
  let victim: Person;
  beforeAll(async () => {
    [auditor, administrator, victim] = [
      await app().register('auditor'),
      await app().register('administrator'),
      await app().register('annotator'),
    ];
  });

  const identify = async (credential: string) =>
    (await app().request('POST', '/v1/tokens/identify', { headers: await app().signIn(auditor), body: { credential } })).body;
  const verdictOf = async (credential: string) => (await identify(credential)).verdict;
  const refresh = async (refresh: string) => (await app().request('POST', '/api/token/refresh', { body: { refresh } })).status;
  const byAdministrator = async (method: string, path: string, body?: object): Promise<Answer> =>
    app().request(method, path, { headers: await app().signIn(administrator), body });

  /** Who did what to the token, oldest first. */
  const log = async (tokenId: string) => {
    const { body } = await byAdministrator('GET', `/v1/activity?subject=${tokenId}&limit=200`);
    const told = body.items.map(({ type, actor, details }: Record<string, { id: string }>) => ({ type, by: actor.id, details }));
    return told.reverse();
  };
  /** The log as it is stored, and as those see it who may have everything opened. */
  const everythingRecorded = async () => {
    const events = await readEverything(app().get(EventStore), null);
    const opened = await byAdministrator('GET', '/v1/activity/replay?opened=true');
    expect(opened.status).toBe(200);
    return JSON.stringify(events.map(({ data }) => data)) + opened.text;
  };

  describe('that is a personal access token', () => {
    let found: string;
    let access: string;
    let tokenId: string;
    beforeAll(async () => {
      ({ personal: found, access } = await app().tokensOf(victim));
      tokenId = (await identify(found)).token.id;
    });

    it('is identified by an auditor: whose it is, and that it is good', async () => {
      expect(await identify(` ${found}\n`)).toMatchObject({
        genuine: true,
        presentedAs: 'personal',
        token: { kind: 'personal', owner: { id: victim.id, email: victim.email } },
        verdict: { standing: 'active', reason: null },
      });
    });

    it('is revoked with why, refused at once with what was made from it, and from then on identified as revoked', async () => {
      expect([await refresh(found), await admits(app(), { authorization: `Bearer ${access}` })]).toEqual([200, 200]);
      const why = { cause: 'leaked', note: 'In a public notebook.' };
      expect((await byAdministrator('POST', `/v1/tokens/${tokenId}/revoke`, why)).status).toBe(204);
      expect([await refresh(found), await admits(app(), { authorization: `Bearer ${access}` })]).toEqual([401, 401]);
      for (const text of [found, access]) expect(await verdictOf(text)).toEqual({ standing: 'revoked', reason: 'revoked' });
    });

    it('leaves in the log who asked and who revoked and why; the note only for those who have it opened, the text for nobody', async () => {
      const entries = await log(tokenId);
      const asked = { type: 'CredentialIdentified', by: auditor.id, details: { tokenId } };
      const details = expect.objectContaining({ cause: 'leaked', by: 'administrator' });
      const revoked = { type: 'TokenRevoked', by: administrator.id, details };
      expect(entries.filter(({ type }: { type: string }) => type !== 'TokenIssued')).toEqual([asked, asked, revoked, asked, asked]);
      expect(JSON.stringify(entries)).not.toContain('In a public notebook.');
      const recorded = await everythingRecorded();
      expect(recorded).toContain('In a public notebook.');
      for (const text of [found, access]) expect(recorded).not.toContain(text);
    });
  });

  describe('that is an API key', () => {
    let found: MadeKey;
    let child: MadeKey;
    let grandchild: MadeKey;
    let other: MadeKey;
    const admitted = async () => Promise.all([found, child, grandchild, other].map(({ headers }) => admits(app(), headers)));
    beforeAll(async () => {
      const headers = await app().signIn(victim);
      [found, other] = [await makeKey(app(), {}, headers), await makeKey(app(), {}, headers)];
      child = await makeKey(app(), {}, found.headers);
      grandchild = await makeKey(app(), {}, child.headers);
    });

    it('is deleted with all that was made with it, which its text leads to', async () => {
      const { token, presentedAs, verdict } = await identify(found.credential);
      expect([token.id, presentedAs, verdict.standing]).toEqual([found.id, 'api-key', 'active']);
      expect(await admitted()).toEqual([200, 200, 200, 200]);
      const why = '?descendants=true&cause=leaked&note=In%20a%20public%20notebook.';
      expect((await byAdministrator('DELETE', `/v1/api-keys/${token.id}${why}`)).status).toBe(204);
      expect(await admitted()).toEqual([401, 401, 401, 200]);
      for (const { credential } of [found, child, grandchild]) {
        expect(await verdictOf(credential)).toEqual({ standing: 'revoked', reason: 'revoked' });
      }
    });

    it('leaves in the log of each of them why it ended, and none of their texts', async () => {
      for (const { id } of [found, child, grandchild]) {
        const revoked = (await log(id)).filter(({ type }: { type: string }) => type === 'TokenRevoked');
        expect(revoked).toMatchObject([{ by: administrator.id, details: { cause: 'leaked', by: 'administrator' } }]);
      }
      const recorded = await everythingRecorded();
      for (const { credential } of [found, child, grandchild, other]) expect(recorded).not.toContain(credential);
    });
  });
});
