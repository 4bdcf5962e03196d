import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/service-accounts answers 409', () => {
  const app = runningApp();

  const allow = async (serviceAccountAllowance: number) =>
    app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance } });

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it('beyond the allowance, which is one until an owner raises it', async () => {
    await create({ name: 'first', role: 'annotator' });
    expectProblem(await create({ name: 'second', role: 'annotator' }), 409, 'service-account/allowance-used');
    await allow(2);
    expect((await create({ name: 'second', role: 'annotator' })).status).toBe(201);
  });
  it('for a name that is in use, however its accents and blanks are typed', async () => {
    await allow(10);
    await create({ name: 'caf\u00e9', role: 'annotator' });
    for (const name of ['caf\u00e9', 'cafe\u0301', ' caf\u00e9 '])
      expectProblem(await create({ name, role: 'annotator' }), 409, 'service-account/name-taken');
    expect((await create({ name: 'Caf\u00e9', role: 'annotator' })).status).toBe(201);
  });
  it('for all but one of those who take the same name at once', async () => {
    await allow(50);
    const headers = await app().signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'wanted', role: 'annotator' }, headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });
});
