import { describe, expect, it } from '@jest/globals';
import { Reconciler } from '#api/reconciliation/reconciler';
import { admits, makeKey } from '../support/api-keys.js';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';
import type { Answer } from '../support/test-app.js';

const never = Number.POSITIVE_INFINITY;

describe('A server that is killed while an API key is rotated', () => {
  const app = runningApp();
  const bearer = ({ body }: Answer) => ({ authorization: `Bearer ${body.credential}` });
  const named = async (name: string) => {
    const { items } = (await app().request('GET', '/v1/api-keys?limit=200', { headers: await app().signIn() })).body;
    return (items as { id: string; name: string; state: string }[]).filter((key) => key.name === name);
  };

  /** Dies after so many appends of the rotation, and is started again. */
  async function killed(name: string, survived: number) {
    const old = await makeKey(app(), { name });
    const headers = { ...(await app().signIn()), 'idempotency-key': name.replaceAll(/[ ,]/g, '-') };
    const rotate = () => app().request('POST', `/v1/api-keys/${old.id}/rotate`, { headers });
    app().dieAfter(app().appends() + survived);
    const first = await rotate();
    app().dieAfter(never);
    await app().restart();
    return { old, rotate, first };
  }

  const reconciled = async () => {
    await app().get(Reconciler).reconcile();
    app().clock.advance(599);
    await app().get(Reconciler).reconcile();
    const before = app().appends();
    app().clock.advance(2);
    await app().get(Reconciler).reconcile();
    return app().appends() - before;
  };

  it.each([
    ['before the successor is issued', 0],
    ['after that, and before the old key names it', 1],
  ])('%s: the old key is as it was, and a repeat shows a successor that works, once', async (when, survived) => {
    const { old, rotate, first } = await killed(when, survived);
    expectProblem(first, 503, 'service/unavailable');
    expect(await admits(app(), old.headers)).toBe(200);
    const again = await rotate();
    expect([again.status, await admits(app(), bearer(again)), await admits(app(), old.headers)]).toEqual([201, 200, 401]);
    const once = await rotate();
    expectProblem(once, 409, 'idempotency/already-created', undefined, { id: again.body.apiKey.id });
    expect(await reconciled()).toBe(survived);
    const live = (await named(when)).filter(({ state }) => state === 'active');
    expect(live.map(({ id }) => id)).toEqual([again.body.apiKey.id]);
  });

  it('and whose client never asks again: the reconciler revokes the successor that nobody has, and the old key goes on', async () => {
    const { old } = await killed('left alone', 1);
    const [unseen] = (await named('left alone')).filter(({ id }) => id !== old.id);
    expect(await reconciled()).toBe(1);
    const events = await app().store.readStream(`token-${unseen.id}`);
    expect(events.map(({ type, data, actor }) => [type, data.cause, actor.id])).toEqual([
      ['TokenIssued', undefined, app().owner.id],
      ['TokenRevoked', 'undelivered', 'reconciler'],
    ]);
    expect(await admits(app(), old.headers)).toBe(200);
    await app().restart();
    expect([await reconciled(), await admits(app(), old.headers)]).toEqual([0, 200]);
  });

  it('and whose client asks again only after that: it gets a successor that works', async () => {
    const { old, rotate } = await killed('late', 1);
    expect(await reconciled()).toBe(1);
    const again = await rotate();
    expect([again.status, await admits(app(), bearer(again)), await admits(app(), old.headers)]).toEqual([201, 200, 401]);
  });

  it('after both appends: a repeat names the successor, which is nobody’s until it is rotated in a session', async () => {
    const old = await makeKey(app(), { name: 'unheard' });
    const headers = { ...(await app().signIn()), 'idempotency-key': 'unheard' };
    const rotate = (id: string, with_: Record<string, string>) => app().request('POST', `/v1/api-keys/${id}/rotate`, { headers: with_ });
    const { body } = await rotate(old.id, headers);
    await app().restart();
    expect(await reconciled()).toBe(0);
    const again = await rotate(old.id, headers);
    expectProblem(again, 409, 'idempotency/already-created', undefined, { id: body.apiKey.id });
    const { cookie } = headers;
    expect(await admits(app(), bearer(await rotate(again.body.id, { cookie })))).toBe(200);
  });
});
