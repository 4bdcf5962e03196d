import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/token/blacklist answers 404, without an envelope', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  const notFound = { detail: 'Token is invalid or already blacklisted.' };

  async function expectNotFound(headers: Record<string, string>, refresh: string): Promise<void> {
    const { status, body } = await app.request('POST', '/api/token/blacklist/', { headers, body: { refresh } });
    expect({ status, body }).toEqual({ status: 404, body: notFound });
  }

  it('the second time', async () => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { personal } = await app.tokensOf(person);
    await app.request('POST', '/api/token/blacklist/', { headers: session, body: { refresh: personal } });
    await expectNotFound(session, personal);
    await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
  });

  it('for somebody else’s token, of this organization or another, which goes on working', async () => {
    const session = await app.signIn(await app.register('administrator'));
    const { owner: stranger } = await app.secondOrganization();
    for (const { personal } of [await app.tokensOf(), await app.tokensOf(stranger)]) {
      await expectNotFound(session, personal);
      await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
      expect((await app.request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
    }
  });

  it('for a generation that was rotated away, which revokes nothing', async () => {
    const person = await app.register('annotator');
    const session = await app.signIn(person);
    const { personal, tokenId } = await app.tokensOf(person);
    const { credential } = (await app.request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session })).body;
    await expectNotFound(session, personal);
    await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
    expect((await app.request('POST', '/api/token/refresh', { body: { refresh: credential } })).status).toBe(200);
  });

  it('for a payload with a known token id under a made-up signature', async () => {
    const session = await app.signIn();
    const { personal, access } = await app.tokensOf();
    const [header, payload] = personal.split('.');
    await expectNotFound(session, `${header}.${payload}.${'A'.repeat(86)}`);
    await expectNotFound(session, `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}`);
    await expectNotFound(session, access);
    await expectNotFound(session, 'nonsense');
    expect((await app.request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
  });
});
