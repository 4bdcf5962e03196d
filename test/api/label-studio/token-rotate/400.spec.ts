import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/token/rotate answers 400', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('for a token that is not whole, not valid, not newest or not the caller’s own', async () => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { personal, access, tokenId } = await app.tokensOf(person);
    const { owner: stranger } = await app.secondOrganization();
    const foreign = [(await app.tokensOf()).personal, (await app.tokensOf(stranger)).personal];
    await app.request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session });
    for (const refresh of [personal, access, 'x', personal.split('.').slice(0, 2).join('.'), ...foreign]) {
      const answer = await app.request('POST', '/api/token/rotate/', { headers: session, body: { refresh } });
      expectEnvelope(answer, 400, 'Validation error', { non_field_errors: ['Invalid refresh token'] });
    }
    for (const refresh of foreign) expect((await app.request('POST', '/api/token/refresh/', { body: { refresh } })).status).toBe(200);
  });

  it('when the token is not there', async () => {
    const answer = await app.request('POST', '/api/token/rotate/', { headers: await app.signIn(), body: {} });
    expectEnvelope(answer, 400, 'Validation error', { refresh: ['This field is required.'] });
  });
});
