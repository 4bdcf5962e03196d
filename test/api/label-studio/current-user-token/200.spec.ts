import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('GET /api/current-user/token answers 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  });
  afterAll(() => app.close());

  const show = (headers: Record<string, string>) => app.request('GET', '/api/current-user/token/', { headers });

  it('with forty hex digits, the same each time, never to be cached', async () => {
    const session = await app.signIn(await app.register('annotator'));
    const first = await show(session);
    expect(first.body).toEqual({ token: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(first.headers['cache-control']).toBe('no-store');
    expect((await show(session)).body).toEqual(first.body);
  });

  it('to the legacy token itself, which learns nothing that it does not have', async () => {
    const { token } = (await show(await app.signIn(await app.register('annotator')))).body;
    expect((await show({ authorization: `Token ${token}` })).body).toEqual({ token });
  });

  it('with one and the same token to fifty who reveal it first at once', async () => {
    const session = await app.signIn(await app.register('annotator'));
    const answers = await Promise.all(Array.from({ length: 50 }, () => show(session)));
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1);
  });

  it('while legacy tokens are switched off, for one that exists', async () => {
    const session = await app.signIn(await app.register('annotator'));
    const { token } = (await show(session)).body;
    const owner = await app.signIn();
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
    expect((await show(session)).body).toEqual({ token });
    await app.request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: true } });
  });

  it('and leaves a record of who saw it', async () => {
    const person = await app.register('annotator');
    await show(await app.signIn(person));
    const { body } = await app.request('GET', `/v1/activity?type=LegacyTokenRevealed&actor=${person.id}`, { headers: await app.signIn() });
    expect(body.items).toHaveLength(1);
    expect(body.items[0].actor).toMatchObject({ kind: 'user', id: person.id, credentialId: expect.any(String) });
  });
});
