import { describe, expect, it } from '@jest/globals';
import { historyOf, kinds, replaceable } from '../../../support/overlaps.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const hour = 3600;

describe('Replacing a credential with an overlap (POST /v1/tokens/{id}/rotate, POST /v1/service-accounts/{id}/reset-token)', () => {
  const app = runningApp();
  const later = (seconds: number) => new Date(app().clock.nowMs() + seconds * 1000).toISOString();
  const listed = async (tokenId: string) => {
    const headers = await app().signIn();
    const { items: people } = (await app().request('GET', '/v1/users', { headers })).body;
    const { items: accounts } = (await app().request('GET', '/v1/service-accounts', { headers })).body;
    for (const { id } of [...people, ...accounts]) {
      const { items } = (await app().request('GET', `/v1/tokens?ownerId=${id}`, { headers })).body;
      const found = items.find((token: { id: string }) => token.id === tokenId);
      if (found) return found;
    }
  };

  describe.each(kinds)('answers 200 for a %s token', (kind) => {
    it('and says, as lists do, until when the credential before is good', async () => {
      const token = await replaceable(app(), kind);
      expect(await listed(token.tokenId)).toMatchObject({ generation: 1, previous: null });
      const earliest = later(hour);
      const { status, body } = await token.replace({ overlapSeconds: hour, endsOnFirstUse: true });
      const previous = kind === 'personal' ? body.token.previous : body.previous;
      const { endsAt } = previous;
      expect([status, previous]).toEqual([
        200,
        { generation: 1, endsAt: expect.any(String), endsOnFirstUse: true, lastUsedAt: kind === 'personal' ? expect.any(String) : null },
      ]);
      expect(endsAt >= earliest && endsAt <= later(hour)).toBe(true);
      expect(await listed(token.tokenId)).toMatchObject({ generation: 2, previous });
      expect((await historyOf(app(), token.tokenId))[0]).toMatchObject({
        type: 'TokenRotated',
        previousEndsAt: endsAt,
        previousEndsOnFirstUse: true,
      });
      app().clock.advance(hour);
      expect(await listed(token.tokenId)).toMatchObject({ generation: 2, previous: null });
    });

    it('and from then on when each of the two was used, also after a restart', async () => {
      const token = await replaceable(app(), kind);
      const use = async (header: string) => {
        app().clock.advance(10);
        const before = app().clock.now().toISOString();
        expect((await app().request('GET', '/v1/auth', { headers: { authorization: header } })).status).toBe(200);
        return { before, after: app().clock.now().toISOString() };
      };
      const isWithin = (at: string, { before, after }: Awaited<ReturnType<typeof use>>) => at >= before && at <= after;
      const first = await use(token.first.header);
      const newest = await token.shownIn(await token.replace({ overlapSeconds: hour }));
      await use(newest.header);
      expect(isWithin((await listed(token.tokenId)).previous.lastUsedAt, first)).toBe(true);
      const [old, last] = [await use(token.first.header), await use(newest.header)];
      for (const restarted of [false, true]) {
        if (restarted) await app().restart();
        const { lastUsedAt, previous } = await listed(token.tokenId);
        expect([isWithin(previous.lastUsedAt, old), isWithin(lastUsedAt, last)]).toEqual([true, true]);
      }
      const path = `/v1/tokens/${token.tokenId}`;
      const { body } = await app().request('GET', path, { headers: await app().signIn() });
      expect(body.previous).toEqual((await listed(token.tokenId)).previous);
    });

    it('without one where none was asked for: the old credential ends at once, as ever', async () => {
      const token = await replaceable(app(), kind);
      for (const wish of [undefined, {}, { overlapSeconds: 0 }, { overlapSeconds: 0, endsOnFirstUse: false }]) {
        const { status } = await token.replace(wish);
        expect(status).toBe(200);
        expect(await listed(token.tokenId)).toMatchObject({ previous: null });
      }
      const history = await historyOf(app(), token.tokenId);
      expect(history.filter((event) => 'previousEndsAt' in event || 'previousEndsOnFirstUse' in event)).toEqual([]);
    });

    it('and shows none in lists once the token was revoked', async () => {
      const token = await replaceable(app(), kind);
      await token.replace({ overlapSeconds: hour });
      await app().request('DELETE', `/v1/tokens/${token.tokenId}`, { headers: await app().signIn() });
      expect(await listed(token.tokenId)).toMatchObject({ state: 'revoked', previous: null });
    });

    it.each([
      ['overlapSeconds', { overlapSeconds: 604_801 }],
      ['overlapSeconds', { overlapSeconds: -1 }],
      ['overlapSeconds', { overlapSeconds: 1.5 }],
      ['overlapSeconds', { overlapSeconds: '3600' }],
      ['overlapSeconds', { overlapSeconds: null }],
      ['endsOnFirstUse', { overlapSeconds: hour, endsOnFirstUse: 'yes' }],
      ['endsOnFirstUse', { endsOnFirstUse: true }],
      ['endsOnFirstUse', { overlapSeconds: 0, endsOnFirstUse: true }],
      ['overlap', { overlap: hour }],
    ] as const)('but 400 for a wrong %s: %j', async (member, wish) => {
      const token = await replaceable(app(), kind);
      expectProblem(await token.replace(wish as never), 400, 'request/invalid', [member]);
      expect(await historyOf(app(), token.tokenId)).toEqual([]);
    });
  });

  it('answers 403 to a session whose password was not checked lately, and 200 where API credentials may issue', async () => {
    const person = await app().register('manager');
    const { tokenId, access } = await app().tokensOf(person);
    const path = `/v1/tokens/${tokenId}/rotate`;
    const body = { overlapSeconds: hour };
    const stale = await app().signIn(person);
    app().clock.advance(901);
    expectProblem(await app().request('POST', path, { headers: stale, body }), 403, 'permission/confirmation-required');
    const fresh = { authorization: `Bearer ${(await app().tokensOf(person)).access}` };
    expectProblem(await app().request('POST', path, { headers: fresh, body }), 403, 'permission/confirmation-required');
    const owner = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { apiCredentialsMayIssue: true } });
    const { status, body: answer } = await app().request('POST', path, { headers: fresh, body });
    expect([status, answer.token.previous.generation]).toEqual([200, 1]);
    await app().request('PATCH', '/v1/organization', { headers: owner, body: { apiCredentialsMayIssue: false } });
    expect(access).not.toBe('');
  });

  it('keeps the old credential no longer than it would have been good', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const expiresAt = new Date(Math.floor(app().clock.nowMs() / 1000 + 600) * 1000).toISOString();
    const { token } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', expiresAt } })).body;
    const { body } = await app().request('POST', `/v1/tokens/${token.id}/rotate`, { headers, body: { overlapSeconds: hour } });
    expect(body.token.previous.endsAt).toBe(expiresAt);
  });

  it('makes access tokens from the old credential that end with it', async () => {
    const token = await replaceable(app(), 'personal');
    await token.replace({ overlapSeconds: 100 });
    const { exp, gen } = JSON.parse(Buffer.from((await app().exchange(token.first.text)).split('.')[1], 'base64url').toString());
    expect([gen, exp <= app().clock.nowMs() / 1000 + 100]).toEqual([1, true]);
  });

  it('is in the activity of the token, and of its owner', async () => {
    const token = await replaceable(app(), 'service-account');
    const newest = await token.shownIn(await token.replace({ overlapSeconds: hour }));
    const headers = await app().signIn();
    await app().request('DELETE', `/v1/tokens/${token.tokenId}/generations/1`, { headers });
    expect(newest.text).not.toBe('');
    const { items: happened } = (await app().request('GET', `/v1/activity?subject=${token.tokenId}`, { headers })).body;
    expect(happened.slice(0, 2)).toMatchObject([
      { type: 'PreviousGenerationEnded', details: { generation: 1, reason: 'revoked', by: 'administrator' } },
      { type: 'TokenRotated', details: { cause: 'reset', generation: 2, previousEndsAt: expect.any(String) } },
    ]);
    const { ownerId } = (await historyOf(app(), token.tokenId)).at(-1) as { ownerId: string };
    for (const subject of [token.tokenId, ownerId]) {
      const { items } = (await app().request('GET', `/v1/activity?subject=${subject}&type=PreviousGenerationEnded`, { headers })).body;
      expect(items).toMatchObject([{ actor: { id: app().owner.id } }]);
    }
  });
});
