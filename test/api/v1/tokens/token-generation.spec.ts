import { describe, expect, it } from '@jest/globals';
import { historyOf, kinds, replaceable } from '../../../support/overlaps.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const hour = { overlapSeconds: 3600 };

describe('DELETE /v1/tokens/{id}/generations/{generation}', () => {
  const app = runningApp();
  const end = async (tokenId: string, generation: number | string, headers?: Record<string, string>) =>
    app().request('DELETE', `/v1/tokens/${tokenId}/generations/${generation}`, { headers: headers ?? (await app().signIn()) });
  const isGood = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status === 200;

  describe.each(kinds)('answers 204 for a %s token', (kind) => {
    it('whose old credential stops at once, while the newest goes on', async () => {
      const token = await replaceable(app(), kind);
      const newest = await token.shownIn(await token.replace(hour));
      expect((await end(token.tokenId, 1)).status).toBe(204);
      expect([await isGood(token.first.header), await isGood(newest.header)]).toEqual([false, true]);
    });

    it('again and again, and when the old one is over already, and nothing happens then', async () => {
      const token = await replaceable(app(), kind);
      await token.replace();
      for (let times = 0; times < 2; times += 1) expect((await end(token.tokenId, 1)).status).toBe(204);
      await token.replace(hour);
      for (let times = 0; times < 2; times += 1) expect((await end(token.tokenId, 2)).status).toBe(204);
      const types = (await historyOf(app(), token.tokenId)).map(({ type }) => type);
      expect(types).toEqual(['TokenRotated', 'TokenRotated', 'PreviousGenerationEnded']);
    });
  });

  it('answers 204 to the owner of the token, and says in which capacity each acted', async () => {
    const person = await app().register('manager');
    const { tokenId } = await app().tokensOf(person);
    const headers = await app().signIn(person);
    await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers, body: hour });
    expect((await end(tokenId, 1, headers)).status).toBe(204);
    expect((await historyOf(app(), tokenId)).at(-1)).toMatchObject({ by: 'owner', reason: 'revoked' });
  });

  it('answers 404 for what never was, and for tokens of others', async () => {
    const token = await replaceable(app(), 'personal');
    await token.replace(hour);
    for (const generation of [3, 0, -1, 'x', '1e0', '01', '9'.repeat(30)]) {
      expectProblem(await end(token.tokenId, generation), 404, 'token/generation-not-found');
    }
    const stranger = await app().signIn(await app().register('manager'));
    expectProblem(await end(token.tokenId, 1, stranger), 404, 'token/not-found');
    const { owner } = await app().secondOrganization();
    expectProblem(await end(token.tokenId, 1, await app().signIn(owner)), 404, 'token/not-found');
  });

  it('answers 409 for the newest, which ends with its token', async () => {
    const token = await replaceable(app(), 'personal');
    await token.replace(hour);
    expectProblem(await end(token.tokenId, 2), 409, 'token/newest-generation');
    expect(await isGood(token.first.header)).toBe(true);
  });
});
