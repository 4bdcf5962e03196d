import { beforeEach, describe, expect, it } from '@jest/globals';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { runningApp } from '../support/running-app.js';

/** What is prepared before a token is decided takes a moment, in which an owner may forbid it. */
describe('A token that is being prepared while owners forbid it', () => {
  const app = runningApp();
  let headers: { cookie: string };
  const set = async (body: object) => expect((await app().request('PATCH', '/v1/organization', { headers, body })).status).toBe(200);
  beforeEach(async () => {
    headers = await app().signIn();
    await set({ personalAccessTokensEnabled: true, legacyTokensEnabled: true, personalAccessTokenTtlDays: 365 });
  });

  /** `service[method]` is what the preparation waits for. */
  const meanwhile = <T extends object>(service: T, method: keyof T, deed: () => Promise<unknown>) => {
    const original = service[method] as (...args: unknown[]) => unknown;
    service[method] = (async (...args: unknown[]) => {
      service[method] = original as T[keyof T];
      await deed();
      return original.apply(service, args);
    }) as T[keyof T];
  };
  const issue = (body: object) => app().request('POST', '/v1/tokens', { headers, body });
  const tokens = () => app().get(TokenValidity).tokens.count;

  it('is not issued once its type is switched off', async () => {
    meanwhile(app().get(PersonalData), 'seal', () => set({ personalAccessTokensEnabled: false }));
    const before = tokens();
    const { status, body } = await issue({ kind: 'personal', name: 'laptop' });
    expect([status, body.code]).toEqual([403, 'token/type-disabled']);
    expect(tokens()).toBe(before);
  });

  it('does not outlive a cap that was lowered', async () => {
    meanwhile(app().get(PersonalData), 'seal', () => set({ personalAccessTokenTtlDays: 1 }));
    const { status, body } = await issue({ kind: 'personal', name: 'laptop' });
    expect([status, body.code]).toEqual([422, 'token/outlives-cap']);
  });

  it('that may be shown again is not issued either', async () => {
    meanwhile(app().get(SecretVault), 'keep', () => set({ legacyTokensEnabled: false }));
    const before = tokens();
    const { status, body } = await issue({ kind: 'legacy' });
    expect([status, body.code]).toEqual([403, 'token/type-disabled']);
    expect(tokens()).toBe(before);
  });
});
