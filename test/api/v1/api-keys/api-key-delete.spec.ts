import { describe, expect, it } from '@jest/globals';
import { admits, makeKey } from '../../../support/api-keys.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/api-keys/{id}', () => {
  const app = runningApp();
  const remove = (id: string, headers: Record<string, string>, query = '') =>
    app().request('DELETE', `/v1/api-keys/${id}${query}`, { headers });

  describe('answers 204', () => {
    it('and the key is refused at once, twice with the same answer', async () => {
      const { id, headers } = await makeKey(app());
      const session = await app().signIn();
      expect((await remove(id, session)).status).toBe(204);
      expect(await admits(app(), headers)).toBe(401);
      expect((await remove(id, session)).status).toBe(204);
    });

    it('to the key itself, which ends with that', async () => {
      const { id, headers } = await makeKey(app());
      expect((await remove(id, headers)).status).toBe(204);
      expect(await admits(app(), headers)).toBe(401);
    });

    it('and leaves what the key made, unless its descendants are to end as well', async () => {
      const parent = await makeKey(app());
      const child = await makeKey(app(), {}, parent.headers);
      const grandchild = await makeKey(app(), {}, child.headers);
      const other = await makeKey(app());
      const session = await app().signIn();
      await remove(parent.id, session);
      expect(await admits(app(), child.headers)).toBe(200);
      expect((await remove(parent.id, session, '?descendants=true')).status).toBe(204);
      const made = [child, grandchild, other];
      expect(await Promise.all(made.map(({ headers }) => admits(app(), headers)))).toEqual([401, 401, 200]);
    });

    it('by an administrator, with a cause that the log tells', async () => {
      const person = await app().register('annotator');
      const { id } = await makeKey(app(), {}, await app().signIn(person));
      const headers = await app().signIn(await app().register('administrator'));
      expect((await remove(id, headers, '?cause=leaked')).status).toBe(204);
      const { body } = await app().request('GET', `/v1/activity?subject=${id}&type=TokenRevoked`, { headers });
      expect(body.items).toMatchObject([{ details: { cause: 'leaked', by: 'administrator' } }]);
    });
  });

  describe('answers 404', () => {
    it('for somebody else’s key, and for a token that is none', async () => {
      const { id } = await makeKey(app());
      const { tokenId } = await app().tokensOf();
      expectProblem(await remove(id, await app().signIn(await app().register('manager'))), 404, 'token/not-found');
      expectProblem(await remove(tokenId, await app().signIn()), 404, 'token/not-found');
    });
  });
});
