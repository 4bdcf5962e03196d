import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../support/app.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users answers 200', () => {
  const app = runningApp();

  it('with the people of the organization, oldest first, page by page', async () => {
    for (let i = 0; i < 5; i += 1) await app().register('annotator');
    const { organizationId } = await app().secondOrganization();
    await app().register('manager', organizationId);
    const headers = await app().signIn();
    const whole = (await app().request('GET', '/v1/users', { headers })).body;
    expect(whole.items).toHaveLength(6);
    expect(whole.nextCursor).toBeNull();
    expect(whole.items[0].email).toBe('owner@example.com');
    const paged = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Answer = await app().request('GET', `/v1/users?limit=2${cursor && `&cursor=${cursor}`}`, { headers });
      paged.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(whole.items);
  });

  it('to auditors and administrators too', async () => {
    for (const role of ['auditor', 'administrator'] as const) {
      const headers = await app().signIn(await app().register(role));
      expect((await app().request('GET', '/v1/users', { headers })).status).toBe(200);
    }
  });
});
