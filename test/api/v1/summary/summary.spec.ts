import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReadModelBehind } from '#api/edge/http/failure';
import { ReadModelFreshness } from '#api/edge/http/read-model-freshness';
import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import { tokenDirectory } from '#projections/read-models/models/token-directory';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

const dayMs = 86_400_000;

describe('GET /v1/summary', () => {
  const app = runningApp();
  let person: Person;
  let soon: string;
  const summary = async (of: Person = app().owner) => (await app().request('GET', '/v1/summary', { headers: await app().signIn(of) })).body;
  const found = async (query: string) => {
    const path = `/v1/tokens?scope=organization&state=active&limit=200&${query}`;
    return (await app().request('GET', path, { headers: await app().signIn() })).body.items.length;
  };
  const at = (days: number) => encodeURIComponent(new Date(app().clock.nowMs() + days * dayMs).toISOString());

  beforeAll(async () => {
    const owner = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: true, serviceAccountAllowance: 3 } });
    await app().request('POST', '/v1/service-accounts', { headers: owner, body: { name: 'robot', role: 'annotator' } });
    person = await app().register('manager');
    const headers = await app().signIn(person);
    const used = await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
    await app().exchange(used.body.credential);
    const legacy = await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } });
    await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${legacy.body.credential}` } });
    app().clock.advance((100 * dayMs) / 1000);
    const expiresAt = new Date(app().clock.nowMs() + 10 * dayMs).toISOString();
    const again = await app().signIn(person);
    soon = (await app().request('POST', '/v1/tokens', { headers: again, body: { kind: 'personal', expiresAt } })).body.token.expiresAt;
    const { body } = await app().request('POST', '/v1/tokens', { headers: again, body: { kind: 'personal' } });
    await app().request('DELETE', `/v1/tokens/${body.token.id}`, { headers: again });
  });

  describe('answers 200', () => {
    it('to everybody with the own tokens, by state, and when the next of them expires', async () => {
      const { ownTokens, organization } = await summary(person);
      expect(ownTokens).toEqual({ byState: { active: 3, suspended: 0, expired: 0, revoked: 1 }, nextExpiresAt: soon });
      expect(organization).toBeNull();
    });

    it('to those who oversee the organization with counts that the filters of the list find, too', async () => {
      const { organization, ownTokens } = await summary(await app().register('auditor'));
      expect(ownTokens).toEqual({ byState: { active: 0, suspended: 0, expired: 0, revoked: 0 }, nextExpiresAt: null });
      const { byKindAndState, ...counts } = organization.tokens;
      expect(byKindAndState).toEqual({
        personal: { active: 2, suspended: 0, expired: 0, revoked: 1 },
        legacy: { active: 1, suspended: 0, expired: 0, revoked: 0 },
        'service-account': { active: 1, suspended: 0, expired: 0, revoked: 0 },
        'api-key': { active: 0, suspended: 0, expired: 0, revoked: 0 },
      });
      expect(counts).toEqual({ expiringIn30Days: 1, unusedFor90Days: 2, neverUsed: 2, legacyUsed: 1 });
      expect(counts).toEqual({
        expiringIn30Days: await found(`expiresBefore=${at(30)}`),
        unusedFor90Days: await found(`lastUsedBefore=${at(-90)}`),
        neverUsed: await found('neverUsed=true'),
        legacyUsed: await found('kind=legacy&neverUsed=false'),
      });
      expect(organization.serviceAccounts).toEqual({ count: 1, allowance: 3 });
    });

    it('to those who oversee the organization with how many people there are, without those who were erased', async () => {
      const headers = await app().signIn();
      const before = (await summary()).organization.people;
      const leaver = await app().register('annotator');
      expect((await summary()).organization.people).toEqual({ ...before, active: before.active + 1 });
      await app().request('POST', `/v1/users/${leaver.id}/disable`, { headers });
      expect((await summary()).organization.people).toEqual({ ...before, disabled: before.disabled + 1 });
      await app().request('POST', `/v1/users/${leaver.id}/erase`, { headers });
      expect((await summary()).organization.people).toEqual(before);
    });

    it('with what was refused within a day, by reason, the most frequent first', async () => {
      const headers = await app().signIn(person);
      await app().request('GET', '/v1/users', { headers });
      await app().request('GET', '/v1/verifiers', { headers });
      const { credential } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
      await app().request('POST', '/api/token/blacklist', { headers, body: { refresh: credential } });
      await app().request('POST', '/api/token/refresh', { body: { refresh: credential } });
      await app().get(RefusedAttempts).flush();
      const { refusedIn24Hours } = (await summary()).organization;
      expect(refusedIn24Hours).toEqual([
        { reason: 'permission/denied', count: 2 },
        { reason: 'revoked', count: 1 },
      ]);
      app().clock.advance((dayMs + 1000) / 1000);
      expect((await summary()).organization.refusedIn24Hours).toEqual([]);
    });

    it('with null for a part that nobody can tell at this moment, and with the others', async () => {
      const freshness = app().get(ReadModelFreshness);
      const { ready } = freshness;
      freshness.ready = async (readModel) => {
        if (readModel === tokenDirectory) throw new ReadModelBehind(readModel.name);
        return ready.call(freshness, readModel);
      };
      try {
        const { ownTokens, organization } = await summary();
        expect(ownTokens).toBeNull();
        const readFromTheIndex = { serviceAccounts: { count: 1, allowance: 3 }, people: { active: expect.any(Number), disabled: 0 } };
        expect(organization).toEqual({ tokens: null, refusedIn24Hours: [], ...readFromTheIndex });
      } finally {
        freshness.ready = ready;
      }
    });

    it('with nothing of another organization', async () => {
      const { owner } = await app().secondOrganization();
      const { organization } = await summary(owner);
      expect(organization.tokens).toMatchObject({ neverUsed: 0, legacyUsed: 0, byKindAndState: { personal: { active: 0 } } });
      expect(organization.serviceAccounts.count).toBe(0);
      expect(organization.people).toEqual({ active: 1, disabled: 0 });
    });
  });
});
