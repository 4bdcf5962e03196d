import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { randomOf } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { ServerProcess } from '../support/server-process.js';

const rounds = isFullRun ? 60 : 4;

/** What is created in each round, and the list that must then contain it once. */
const requests: readonly ((n: number) => { path: string; body: object; mark: string })[] = [
  (n) => ({ path: '/v1/users', body: { email: `n${n}@example.org`, role: 'manager', firstName: `mark-${n}-` }, mark: `mark-${n}-` }),
  (n) => ({ path: '/v1/tokens', body: { kind: 'personal', name: `mark-${n}-` }, mark: `mark-${n}-` }),
  (n) => ({ path: '/v1/service-accounts', body: { name: `mark-${n}-`, role: 'manager' }, mark: `mark-${n}-` }),
  (n) => ({ path: '/v1/verifiers', body: { name: `mark-${n}-` }, mark: `mark-${n}-` }),
];

describe('A creation with an idempotency key, whose server is killed before the client has an answer', () => {
  it(`is there once after it was repeated, in each of ${rounds} rounds (SR-7)`, async () => {
    const random = randomOf(11);
    const server = await ServerProcess.start();
    await (await Client.signIn(server)).request('PATCH', '/v1/organization', { serviceAccountAllowance: 50 });
    for (let round = 0; round < rounds; round += 1) {
      const { path, body, mark } = requests[round % requests.length](round);
      const { cookie } = await Client.signIn(server);
      const create = () =>
        fetch(server.url + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json', 'idempotency-key': `key-${round}` },
          body: JSON.stringify(body),
        }).then(
          async (answer) => ({ status: answer.status, body: JSON.parse(await answer.text()) }),
          () => null,
        );
      const first = create();
      await new Promise((resolve) => setTimeout(resolve, random(25)));
      await server.kill9();
      const answered = await first;
      await server.restart();
      const again = await create();
      const once = await create();
      expect([201, 409]).toContain(again?.status);
      if (answered?.status === 201) expect(again?.status).toBe(409);
      expect(once?.body).toMatchObject({ status: 409, code: 'idempotency/already-created', id: expect.any(String) });
      if (again?.status === 409) expect(again.body.id).toBe(once?.body.id);
      const listed = await fetch(`${server.url}${path}?limit=200`, { headers: { cookie } });
      const { items } = (await listed.json()) as { items: object[] };
      const created = items.filter((item) => JSON.stringify(item).includes(mark));
      expect(`${path} ${created.length}`).toBe(`${path} 1`);
    }
    await server.remove();
  });
});
