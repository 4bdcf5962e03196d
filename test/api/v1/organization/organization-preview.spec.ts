import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/organization/preview', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const preview = async (body: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/organization/preview', { headers: headers ?? (await app().signIn()), body });
  const nothing = { stopped: { tokens: 0, owners: 0 }, usedInLast30Days: { tokens: 0, owners: 0, items: [] }, outliving: null };

  describe('answers 200', () => {
    it('with how many tokens and owners a change would stop, and which were used in the last 30 days; writes nothing', async () => {
      const [busy, idle, gone] = [await app().register('manager'), await app().register('manager'), await app().register('manager')];
      const { access, tokenId } = await app().tokensOf(busy);
      await app().tokensOf(busy);
      await app().tokensOf(idle);
      const { tokenId: revokedId } = await app().tokensOf(gone);
      await app().request('DELETE', `/v1/tokens/${revokedId}`, { headers: await app().signIn(gone) });
      await app().request('POST', '/v1/tokens', { headers: await app().signIn(idle), body: { kind: 'legacy' } });
      await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${access}` } });
      app().clock.advance(31 * 86_400);
      const used = (await app().request('POST', '/v1/tokens', { headers: await app().signIn(busy), body: { kind: 'personal' } })).body;
      const freshAccess = await app().exchange(used.credential);
      await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${freshAccess}` } });
      const headers = await app().signIn();
      const appends = app().appends();
      const { status, body } = await preview({ personalAccessTokensEnabled: false }, headers);
      expect(status).toBe(200);
      expect(body.stopped).toEqual({ tokens: 4, owners: 2 });
      expect(body.usedInLast30Days).toMatchObject({ tokens: 1, owners: 1 });
      expect(body.usedInLast30Days.items).toMatchObject([
        { id: used.token.id, owner: { id: busy.id, email: busy.email }, lastUse: { at: expect.any(String) } },
      ]);
      expect(body.usedInLast30Days.items.map(({ id }: { id: string }) => id)).not.toContain(tokenId);
      expect((await preview({ legacyTokensEnabled: false }, headers)).body.stopped).toEqual({ tokens: 1, owners: 1 });
      expect(app().appends()).toBe(appends);
      expect((await app().request('GET', '/v1/organization', { headers })).body.personalAccessTokensEnabled).toBe(true);
    });

    it('with nothing for what stops no token: another end of new ones, switching on, and a type that is off already', async () => {
      const headers = await app().signIn();
      await app().tokensOf();
      for (const body of [{}, { personalAccessTokensEnabled: true }, { serviceAccountAllowance: 0 }]) {
        expect((await preview(body, headers)).body).toEqual(nothing);
      }
      expect((await preview({ personalAccessTokenTtlDays: 1 }, headers)).body.stopped).toEqual(nothing.stopped);
      await app().request('PATCH', '/v1/organization', { headers, body: { personalAccessTokensEnabled: false } });
      expect((await preview({ personalAccessTokensEnabled: false }, headers)).body).toEqual(nothing);
      await app().request('PATCH', '/v1/organization', { headers, body: { personalAccessTokensEnabled: true } });
    });

    it('with how many good tokens would outlive those that are created under another time-to-live', async () => {
      const { owner } = await app().secondOrganization();
      const headers = await app().signIn(owner);
      const issue = async (days: number) => {
        const expiresAt = new Date(app().clock.nowMs() + days * 86_400_000).toISOString();
        return (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', expiresAt } })).body.token;
      };
      const [revoked] = [await issue(200), await issue(100), await issue(20)];
      await app().request('DELETE', `/v1/tokens/${revoked.id}`, { headers });
      const outliving = async (personalAccessTokenTtlDays: number) =>
        (await preview({ personalAccessTokenTtlDays }, headers)).body.outliving;
      expect(await outliving(10)).toEqual({ tokens: 2, owners: 1 });
      expect(await outliving(30)).toEqual({ tokens: 1, owners: 1 });
      expect(await outliving(101)).toEqual({ tokens: 0, owners: 0 });
    });

    it('to each organization with what is its own', async () => {
      const { owner } = await app().secondOrganization();
      await app().tokensOf();
      await app().tokensOf(owner);
      const { body } = await preview({ personalAccessTokensEnabled: false }, await app().signIn(owner));
      expect(body.stopped).toEqual({ tokens: 1, owners: 1 });
    });

    it('to an auditor, who changes nothing', async () => {
      const headers = await app().signIn(await app().register('auditor'));
      expect((await preview({ legacyTokensEnabled: false }, headers)).status).toBe(200);
    });
  });

  it('answers 400 for what the change itself would be refused for', async () => {
    for (const body of [{ legacyTokensEnabled: 'no' }, { personalAccessTokenTtlDays: 0 }]) {
      expectProblem(await preview(body), 400, 'request/invalid', Object.keys(body));
    }
    expect((await preview({ surplus: 1 })).status).toBe(400);
  });

  it('answers 403 to somebody who does not oversee the organization', async () => {
    expectProblem(await preview({}, await app().signIn(await app().register('manager'))), 403, 'permission/denied');
  });
});
