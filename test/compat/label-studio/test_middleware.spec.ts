import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '#api/edge/authentication/caller';
import { DeactivateMember } from '#api/features/users/deactivate-member.command';
import { type Person, TestApp } from '../../support/test-app.js';

/** The upstream tests of the same names, against the route that every user may call. */
describe('label_studio/tests/jwt_auth/test_middleware.py', () => {
  let app: TestApp;
  let person: Person;
  beforeEach(async () => {
    app = await TestApp.start();
    person = await app.register('manager');
  });
  afterEach(() => app.close());

  const whoami = (headers: Record<string, string> = {}) => app.request('GET', '/api/current-user/whoami', { headers });
  const bearer = async () => ({ authorization: `Bearer ${(await app.tokensOf(person)).access}` });
  const settings = async (changes: object) => app.request('PATCH', '/v1/organization', { headers: await app.signIn(), body: changes });

  async function legacy(): Promise<{ authorization: string }> {
    const { token } = (await app.request('GET', '/api/current-user/token', { headers: await app.signIn(person) })).body;
    return { authorization: `Token ${token}` };
  }

  it('test_request_without_auth_header_returns_401', async () => {
    expect((await whoami()).status).toBe(401);
  });

  it('test_request_with_invalid_token_returns_401', async () => {
    expect((await whoami({ authorization: 'Bearer invalid.token.here' })).status).toBe(401);
  });

  it('test_request_with_valid_token_returns_authenticated_user', async () => {
    const { status, body } = await whoami(await bearer());
    expect([status, body.email]).toEqual([200, person.email]);
  });

  it('test_x_api_key_with_jwt_access_token_returns_authenticated_user', async () => {
    const { access } = await app.tokensOf(person);
    const { status, body } = await whoami({ 'x-api-key': access });
    expect([status, body.email]).toEqual([200, person.email]);
  });

  it('test_jwt_token_auth_disabled_user_cannot_use_jwt_token', async () => {
    const headers = await bearer();
    await settings({ personalAccessTokensEnabled: false });
    expect((await whoami(headers)).status).toBe(401);
  });

  it('test_user_with_both_auth_enabled_can_use_both_methods', async () => {
    await settings({ legacyTokensEnabled: true });
    expect((await whoami(await bearer())).status).toBe(200);
    expect((await whoami(await legacy())).status).toBe(200);
  });

  it('test_user_with_no_auth_enabled_cannot_use_either_method', async () => {
    await settings({ legacyTokensEnabled: true });
    const credentials = [await bearer(), await legacy()];
    await settings({ legacyTokensEnabled: false, personalAccessTokensEnabled: false });
    for (const headers of credentials) expect((await whoami(headers)).status).toBe(401);
  });

  it('test_jwt_token_invalid_after_user_deleted', async () => {
    const headers = await bearer();
    expect((await whoami(headers)).status).toBe(200);
    const owner = await app.signIn();
    await app.request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
    await app.request('POST', `/v1/users/${person.id}/erase`, { headers: owner });
    expect((await whoami(headers)).status).toBe(401);
  });

  it('test_jwt_token_returns_401_when_user_has_no_active_organization', async () => {
    const headers = await bearer();
    expect((await whoami(headers)).status).toBe(200);
    const { organizationId } = app.owner;
    const caller = { organizationId, role: 'owner', origin: app.origin(organizationId) } as unknown as Caller;
    await app.get(CommandBus).execute(new DeactivateMember(caller, person.id));
    const { status, body } = await whoami(headers);
    expect([status, body]).toEqual([401, { detail: 'User not found' }]);
  });

  it('test_user_with_default_auth_settings_can_use_jwt_but_not_legacy_token', async () => {
    await settings({ legacyTokensEnabled: true });
    const legacyHeaders = await legacy();
    await settings({ legacyTokensEnabled: false });
    expect((await whoami(await bearer())).status).toBe(200);
    const { status, body } = await whoami(legacyHeaders);
    const disabled = 'Authentication token no longer valid: legacy token authentication has been disabled for this organization';
    expect([status, body.detail]).toEqual([401, disabled]);
  });
});
