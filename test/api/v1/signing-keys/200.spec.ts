import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/signing-keys answers 200', () => {
  const app = runningApp();

  const list = async () =>
    (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body.items.map(
      (key: { status: string }) => key.status,
    );
  it('with every key and what it is, as it is rotated and retired', async () => {
    expect(await list()).toEqual(['active']);
    await app().request('POST', '/v1/signing-keys/rotate', { headers: await app().signIn() });
    expect(await list()).toEqual(['active', 'next']);
    // Ten minutes from the announcement, and then as long as it takes to be sure that the clock is right.
    await eventually(async () => {
      app().clock.advance(301);
      expect(await list()).toEqual(['previous', 'active']);
    }, 1000);
    const [{ kid }] = (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body.items;
    await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    expect(await list()).toEqual(['retired', 'active']);
  });
});
