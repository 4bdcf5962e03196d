import { describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/revoke', () => {
  const app = runningApp();
  const revoke = async (body: unknown, headers?: Record<string, string>) =>
    app().request('POST', '/v1/tokens/revoke', { headers: headers ?? (await app().signIn()), body });
  const outcomes = ({ body }: { body: { results: { outcome: string; code: string | null }[] } }) =>
    body.results.map(({ outcome, code }) => code ?? outcome);

  describe('answers 200', () => {
    it('with what becomes of each, which a dry run says before and changes nothing', async () => {
      const [one, two] = [await app().tokensOf(await app().register('annotator')), await app().tokensOf()];
      const foreign = await app().tokensOf((await app().secondOrganization()).owner);
      await app().request('DELETE', `/v1/tokens/${two.tokenId}`, { headers: await app().signIn() });
      const ids = [one.tokenId, two.tokenId, foreign.tokenId];
      const expected = ['revoked', 'over', 'token/not-found'];
      const before = app().appends();
      expect(outcomes(await revoke({ ids, cause: 'leaked', dryRun: true }))).toEqual(expected);
      expect(app().appends() - before).toBe(1);
      await app().exchange(one.personal);
      expect(outcomes(await revoke({ ids, cause: 'leaked' }))).toEqual(expected);
      await expect(app().exchange(one.personal)).rejects.toThrow('401');
      await app().exchange(foreign.personal);
    });

    it('and each revocation says by whom and why', async () => {
      const { tokenId } = await app().tokensOf(await app().register('annotator'));
      await revoke({ ids: [tokenId], cause: 'unused', note: 'CLEARTEXTCANARY' });
      const events = await readEverything(app().get(EventStore), null);
      const { data, actor } = events.find(
        ({ type, stream }) => type === 'TokenRevoked' && stream === `token-${tokenId}`,
      ) as (typeof events)[0];
      expect(data).toMatchObject({ by: 'administrator', cause: 'unused', note: expect.stringMatching(/^s1\./) });
      expect(actor.id).toBe(app().owner.id);
    });

    it("with those of one's own revoked and those of others refused to somebody without a right to them", async () => {
      const person = await app().register('annotator');
      const [own, other] = [await app().tokensOf(person), await app().tokensOf()];
      const answer = await revoke({ ids: [own.tokenId, other.tokenId] }, await app().signIn(person));
      expect(outcomes(answer)).toEqual(['revoked', 'token/not-found']);
    });

    it('with those revoked that were before the store stopped, and the others refused', async () => {
      const tokens = [await app().tokensOf(), await app().tokensOf()];
      const headers = await app().signIn();
      app().dieAfter(app().appends() + 1);
      const answer = await revoke({ ids: tokens.map(({ tokenId }) => tokenId) }, headers);
      app().dieAfter(Number.POSITIVE_INFINITY);
      expect(answer.status === 200 ? outcomes(answer)[1] : answer.status).not.toBe('revoked');
    });
  });

  it('answers 400 for no ids, too many, the same twice, and what is no id', async () => {
    const { tokenId } = await app().tokensOf();
    const many = Array.from({ length: 501 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`);
    for (const ids of [[], many, [tokenId, tokenId], ['x'], 'x', undefined]) expect((await revoke({ ids })).status).toBe(400);
  });
});

describe('POST /v1/tokens/{id}/revoke', () => {
  const app = runningApp();

  it('answers 204, also when it is repeated, and the token is over', async () => {
    const { tokenId, personal } = await app().tokensOf();
    const sent = { headers: await app().signIn(), body: { cause: 'rotated', note: 'replaced by another' } };
    for (const _ of ['once', 'again']) expect((await app().request('POST', `/v1/tokens/${tokenId}/revoke`, sent)).status).toBe(204);
    await expect(app().exchange(personal)).rejects.toThrow('401');
  });

  it('answers 400 for a cause that is none', async () => {
    const { tokenId } = await app().tokensOf();
    const sent = { headers: await app().signIn(), body: { cause: 'undelivered' } };
    expect((await app().request('POST', `/v1/tokens/${tokenId}/revoke`, sent)).status).toBe(400);
  });

  it('answers 404 for a token of another organization', async () => {
    const { tokenId } = await app().tokensOf((await app().secondOrganization()).owner);
    const sent = { headers: await app().signIn(), body: {} };
    expect((await app().request('POST', `/v1/tokens/${tokenId}/revoke`, sent)).status).toBe(404);
  });
});
