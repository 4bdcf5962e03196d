import { describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from '#api/edge/openapi/routes';
import { type IdempotencyRow, Vault } from '#credentials/vault';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const requests = [
  ['/v1/users', { email: 'new@example.com', role: 'manager' }, 'id'],
  ['/v1/tokens', { kind: 'personal' }, 'token'],
  ['/v1/service-accounts', { name: 'robot', role: 'manager' }, 'serviceAccount'],
  ['/v1/verifiers', { name: 'gateway' }, 'verifier'],
  ['/v1/api-keys', { name: 'nightly', role: 'annotator', validitySeconds: 86_400 }, 'apiKey'],
  ['/v1/service-accounts/allowance-requests', { reason: 'a second pipeline' }, 'id'],
] as const;

describe('A creation with an Idempotency-Key (SR-7)', () => {
  const app = runningApp();
  const post = async (path: string, body: object, key: string, headers?: Record<string, string>) =>
    app().request('POST', path, { headers: { ...(headers ?? (await app().signIn())), 'idempotency-key': key }, body });

  it.each(requests)(
    'at %s happens once: repeated, it is refused with the id of what was created, and never with a secret',
    async (path, body, member) => {
      const first = await post(path, body, 'key-1');
      expect(first.status).toBe(201);
      const id = member === 'id' ? first.body.id : first.body[member].id;
      for (let i = 0; i < 3; i += 1) {
        const again = await post(path, body, 'key-1');
        expect(again.body).toMatchObject({ status: 409, code: 'idempotency/already-created', id });
        expect(again.text).not.toContain('credential');
      }
      await app().restart();
      expect((await post(path, body, 'key-1')).body).toMatchObject({ code: 'idempotency/already-created', id });
    },
  );

  it('is refused with another body', async () => {
    await post('/v1/tokens', { kind: 'personal', name: 'one' }, 'key-2');
    expectProblem(await post('/v1/tokens', { kind: 'personal', name: 'two' }, 'key-2'), 422, 'idempotency/other-body');
  });

  it('that arrives a hundred times at once happens once', async () => {
    const headers = await app().signIn();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post('/v1/tokens', { kind: 'personal', name: 'flood' }, 'key-3', headers)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 201) expect(['idempotency/in-progress', 'idempotency/already-created']).toContain(body.code);
    const { items } = (await app().request('GET', '/v1/tokens?limit=200', { headers })).body;
    expect(items.filter(({ name }: { name: string }) => name === 'flood')).toHaveLength(1);
  });

  it('is of one person: the same key of another is another', async () => {
    const body = { kind: 'personal', name: 'shared key' };
    expect((await post('/v1/tokens', body, 'key-4')).status).toBe(201);
    expect((await post('/v1/tokens', body, 'key-4', await app().signIn(await app().register('manager')))).status).toBe(201);
    const { owner } = await app().secondOrganization();
    expect((await post('/v1/tokens', body, 'key-4', await app().signIn(owner))).status).toBe(201);
  });

  it('that was refused may be repeated once it can be done', async () => {
    const account = { name: 'second', role: 'manager' };
    expect((await post('/v1/service-accounts', account, 'key-5')).body.code).toBe('service-account/allowance-used');
    await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance: 5 } });
    expect((await post('/v1/service-accounts', account, 'key-5')).status).toBe(201);
  });

  it('at a link to a new password is of one person, and the link is not shown again', async () => {
    const [one, two] = [await app().register('manager'), await app().register('manager')];
    const reset = (id: string) => post(`/v1/users/${id}/password-reset`, {}, 'key-7');
    expect((await reset(one.id)).status).toBe(201);
    const again = await reset(one.id);
    expect(again.body).toMatchObject({ status: 409, code: 'idempotency/already-created', id: expect.any(String) });
    expect(again.text).not.toContain('kl_pr_');
    expectProblem(await reset(two.id), 422, 'idempotency/other-body');
  });

  it('is forgotten after a day', async () => {
    expect((await post('/v1/verifiers', { name: 'daily' }, 'key-6')).status).toBe(201);
    app().clock.advance(24 * 3600 + 1);
    expect((await post('/v1/verifiers', { name: 'daily' }, 'key-6')).status).toBe(201);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'ü'])('is refused with the key %p', async (key) => {
    const answer = await post('/v1/tokens', { kind: 'personal' }, key);
    expect(answer.status).toBe(400);
  });

  it('leaves nothing in the vault that tells the key', async () => {
    const vault = app().get(Vault);
    expect(await vault.idempotencyRow('key-1')).toBeUndefined();
  });
});

describe('A creation that was interrupted', () => {
  const app = runningApp();

  it.each(requests.map(([path, body]) => [path, body] as const))(
    'at %s is finished under the same id by anyone who repeats it',
    async (path, body) => {
      const headers = { ...(await app().signIn()), 'idempotency-key': `key ${path}`.replaceAll(/[ /]/g, '-') };
      for (let survived = 0; ; survived += 1) {
        const before = app().appends();
        app().dieAfter(before + survived);
        const interrupted = await app().request('POST', path, { headers, body });
        app().dieAfter(Number.POSITIVE_INFINITY);
        if (interrupted.status === 201) break;
        expect(interrupted.status).toBe(503);
      }
      const again = await app().request('POST', path, { headers, body });
      expect(again.body.code).toBe('idempotency/already-created');
      const list = (await app().request('GET', `${path}?limit=200`, { headers })).body.items;
      const matches = list.filter((item: { id: string }) => item.id === again.body.id);
      expect(matches).toHaveLength(1);
    },
  );
});

describe('Every POST that creates something takes an Idempotency-Key', () => {
  const app = runningApp();
  /** What a repeated request of these does is the same, or nothing, and why. */
  const others: Readonly<Record<string, string>> = {
    'POST /v1/sessions': 'nobody is signed in yet, and a second session is one like the first',
    'POST /v1/backups': 'one is made at a time, and another only after ten minutes',
    'POST /v1/projections/{name}/rebuild': 'a read model is rebuilt once at a time, and is the same afterwards',
    'POST /v1/signing-keys/rotate': 'while a key is waiting to sign, a repeated request names that key',
  };

  it('but for those that are listed here, with the reason', () => {
    const routes = routesOf(app().get(DiscoveryService)).filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/'));
    const creating = routes.filter(({ status }) => status === 201 || status === 202);
    const named = (each: typeof routes) => each.map(({ method, path }) => `${method} ${path}`).sort();
    expect(named(creating.filter(({ isIdempotent }) => !isIdempotent))).toEqual(Object.keys(others).sort());
    expect(named(routes.filter(({ isIdempotent }) => isIdempotent))).toEqual(named(creating.filter(({ isIdempotent }) => isIdempotent)));
  });

  it('and the OpenAPI document says so', async () => {
    const { paths } = (await app().request('GET', '/openapi.json')).body;
    for (const { path } of routesOf(app().get(DiscoveryService)).filter(({ isIdempotent }) => isIdempotent)) {
      const { parameters } = paths[path].post;
      expect(parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }));
    }
  });

  it('also where an owner has answered a request for a greater allowance meanwhile: it is not made again', async () => {
    const person = await app().register('administrator');
    const headers = { ...(await app().signIn(person)), 'idempotency-key': 'answered' };
    const path = '/v1/service-accounts/allowance-requests';
    const send = () => app().request('POST', path, { headers, body: { reason: 'a second pipeline' } });
    const vault = app().get(Vault);
    const put = vault.putIdempotencyRow.bind(vault);
    const killed = (row: IdempotencyRow, since: string) => (row.finished ? Promise.reject(new Error('killed')) : put(row, since));
    jest.spyOn(vault, 'putIdempotencyRow').mockImplementation(killed);
    const { body } = await send();
    await app().restart();
    await app().request('POST', `${path}/${body.id}/decline`, { headers: await app().signIn() });
    expectProblem(await send(), 404, 'allowance-request/not-open');
    const { items } = (await app().request('GET', path, { headers })).body;
    expect(items.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([[body.id, 'declined']]);
  });
});
