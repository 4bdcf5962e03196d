import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { isoTime, uuid } from '../support/problem.js';
import { signedInOwner } from './signed-in.js';

describe('keyledger organization', () => {
  const { owner } = signedInOwner();

  it('shows the settings and changes several at once, or none', async () => {
    const shown = await owner().json(['organization', 'show']);
    expect(shown).toMatchObject({ name: 'Keyledger', number: 1, personalAccessTokenTtlDays: 365, legacyTokensEnabled: false });
    const changed = await owner().json(['organization', 'set', 'personalAccessTokenTtlDays=90', 'legacyTokensEnabled=true']);
    expect(changed).toEqual({ ...shown, personalAccessTokenTtlDays: 90, legacyTokensEnabled: true });
    const refused = await owner().run(['organization', 'set', 'legacyTokensEnabled=false', 'personalAccessTokenTtlDays=0']);
    expect(refused.code).toBe(2);
    expect(refused.errors).toContain('personalAccessTokenTtlDays: ');
    expect(await owner().json(['organization', 'show'])).toEqual(changed);
    expect((await owner().run(['organization', 'set', 'legacyTokensEnabled'])).code).toBe(2);
    for (const days of ['007', '0x10', '1e3', '90.5', '-', 'many']) {
      const { errors } = await owner().run(['organization', 'set', `personalAccessTokenTtlDays=${days}`]);
      expect([days, errors]).toEqual([days, expect.stringMatching(/^keyledger: .*\n? *personalAccessTokenTtlDays: /s)]);
      expect(errors).not.toContain('    at ');
    }
  });

  it('says what a change would stop, and changes nothing', async () => {
    await owner().json(['tokens', 'issue', '--name', 'previewed']);
    const preview = ['organization', 'preview', 'personalAccessTokensEnabled=false'];
    expect(await owner().does(preview)).toBe('Tokens that would stop: 1 (owners: 1). Used in the last 30 days: 0 (owners: 0).\n');
    expect(await owner().json(preview)).toMatchObject({ stopped: { tokens: 1 } });
    expect(await owner().json(['organization', 'show'])).toMatchObject({ personalAccessTokensEnabled: true });
  });

  it('prints for people one member a line', async () => {
    expect(await owner().does(['organization', 'show'])).toMatch(/^legacyTokensEnabled +true$/m);
  });
});

describe('keyledger users', () => {
  const { owner, server } = signedInOwner();

  it('registers a person, by address or id shows, disables, enables and promotes one, and erases only when that is meant', async () => {
    const names = ['--first-name', 'Zoë', '--last-name', 'Ünlü'];
    const created = await owner().json(['users', 'create', 'zoe@example.org', '--role', 'annotator', ...names]);
    expect(created).toMatchObject({ id: uuid, email: 'zoe@example.org', firstName: 'Zoë', lastName: 'Ünlü', createdAt: isoTime });
    expect(await owner().json(['users', 'show', created.id])).toEqual(created);
    expect(await owner().json(['users', 'show', 'ZOE@example.org'])).toEqual(created);
    const left = { user: { id: created.id }, tokens: [], sessions: [], serviceAccounts: [], verifiers: [], registeredPeople: 0 };
    expect(await owner().json(['users', 'footprint', 'zoe@example.org'])).toMatchObject(left);
    expect(await owner().json(['users', 'role', 'zoe@example.org', 'manager'])).toMatchObject({ role: 'manager' });
    expect(await owner().json(['users', 'disable', 'zoe@example.org'])).toMatchObject({ disabled: true });
    expect(await owner().json(['users', 'enable', 'zoe@example.org'])).toMatchObject({ disabled: false });
    expect(await owner().json(['users', 'revoke-tokens', 'zoe@example.org'])).toMatchObject({ id: created.id });
    await owner().does(['users', 'disable', created.id]);
    expect((await owner().run(['users', 'erase', created.id])).code).toBe(2);
    expect(await owner().json(['users', 'erase', created.id, '--yes'])).toMatchObject({ email: null, firstName: null });
    const listed = await owner().json(['users', 'list']);
    expect(listed.map(({ email }: { email: string }) => email)).toEqual([server().ownerEmail, null]);
    expect(await owner().json(['users', 'list', '--state', 'erased', '--role', 'manager', '--kind', 'all'])).toMatchObject([
      { id: created.id },
    ]);
    expect(await owner().json(['users', 'list', '--search', server().ownerEmail.toUpperCase()])).toMatchObject([{ state: 'active' }]);
    expect((await owner().does(['users', 'list'])).split('\n')[0]).toMatch(/^NUMBER +EMAIL +ROLE +STATE/);
  });

  it('takes a first password from standard input, never from an argument, and a reset link goes to standard output alone', async () => {
    const register = ['users', 'create', 'with@example.org', '--role', 'manager', '--new-password-stdin'];
    await owner().does(register, { input: 'a-first-password-of-theirs\n' });
    const body = JSON.stringify({ email: 'with@example.org', password: 'a-first-password-of-theirs' });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${server().url}/v1/sessions`, { method: 'POST', headers, body })).status).toBe(201);
    const { output, errors } = await owner().run(['users', 'password-reset', 'with@example.org']);
    expect(output).toMatch(/^http:\S+\/user\/password-reset#kl_pr_\w+\n$/);
    expect(errors).not.toContain('kl_pr_');
    const [reset] = await owner().json(['users', 'password-resets', 'with@example.org']);
    expect(reset).toMatchObject({ id: uuid, requestedBy: uuid, state: 'active' });
    await owner().does(['users', 'revoke-password-reset', 'with@example.org', reset.id]);
    expect(await owner().json(['users', 'password-resets', 'with@example.org'])).toEqual([{ ...reset, state: 'revoked' }]);
  });

  it('lists more than one page', async () => {
    const client = await Client.signIn(server());
    for (let i = 0; i < 205; i += 1) await client.register(`many-${i}@example.org`);
    expect((await owner().json(['users', 'list'])).length).toBeGreaterThan(205);
    expect(await owner().json(['users', 'show', 'many-204@example.org'])).toMatchObject({ email: 'many-204@example.org' });
  });
});

describe('keyledger summary', () => {
  const { owner } = signedInOwner();

  it('counts tokens and service accounts', async () => {
    await owner().json(['tokens', 'issue', '--name', 'counted']);
    expect(await owner().json(['summary'])).toMatchObject({
      ownTokens: { byState: { active: 1 } },
      organization: { tokens: { neverUsed: 1 } },
    });
    const shown = await owner().does(['summary']);
    expect(shown).toMatch(/^ownTokens +1 active, 0 suspended, 0 expired, 0 revoked$/m);
    expect(shown).toMatch(/^neverUsed +1$/m);
    expect(shown).toMatch(/^serviceAccounts +0 of 1$/m);
  });
});

describe('keyledger service-accounts', () => {
  const { owner } = signedInOwner();

  it('lists those that the options find, with the state and the last use of their tokens', async () => {
    const { serviceAccount } = await owner().json(['service-accounts', 'create', 'Night Robot', '--role', 'manager']);
    const found = ['service-accounts', 'list', '--search', 'NIGHT', '--role', 'manager', '--state', 'active', '--never-used'];
    expect(await owner().json(found)).toMatchObject([{ id: serviceAccount.id, token: { state: 'active', lastUsedAt: null } }]);
    expect((await owner().does(found)).split('\n')[0]).toMatch(/^NUMBER +NAME +ROLE +WORKSPACE IDS +PROJECT IDS +STATE +LAST USED AT/);
    expect(await owner().json(['service-accounts', 'list', '--last-used-before', '2020-01-01', '--sort', '-lastUsedAt'])).toEqual([]);
  });

  it('asks for more of them, lists the requests, grants one and declines another', async () => {
    const { id } = await owner().json(['service-accounts', 'request-allowance', 'two pipelines']);
    expect(await owner().json(['service-accounts', 'grant-allowance', id, '2'])).toEqual({ id, state: 'granted', allowance: 2 });
    const next = await owner().json(['service-accounts', 'request-allowance', 'a third']);
    await owner().does(['service-accounts', 'decline-allowance', next.id, '--note', 'share one']);
    expect(await owner().json(['service-accounts', 'allowance-requests', '--state', 'declined'])).toMatchObject([
      { id: next.id, reason: 'a third', answer: { note: 'share one' } },
    ]);
    expect(await owner().does(['service-accounts', 'allowance-requests'])).toMatch(/two pipelines +granted/);
  });
});

describe('keyledger keys', () => {
  const { owner } = signedInOwner();

  it('lists, rotates, retires when that is meant, and exports the public halves', async () => {
    const [{ kid }] = await owner().json(['keys', 'list']);
    const next = await owner().json(['keys', 'rotate']);
    expect((await owner().run(['keys', 'retire', kid])).code).toBe(2);
    expect(await owner().json(['keys', 'retire', kid, '--yes'])).toEqual({ kid, status: 'retired' });
    expect(await owner().json(['keys', 'list'])).toEqual([
      { kid, status: 'retired' },
      { kid: next.kid, status: 'active' },
    ]);
    const { keys } = await owner().json(['keys', 'export']);
    expect(keys.map((key: { kid: string }) => key.kid)).toEqual([next.kid]);
    expect(keys[0].d).toBeUndefined();
  });
});

describe('keyledger sessions', () => {
  const { owner, server } = signedInOwner();

  it('shows the own session, and ends all others', async () => {
    const { ownerEmail: email, ownerPassword: password } = server();
    const headers = { 'content-type': 'application/json' };
    await fetch(`${server().url}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
    expect(await owner().json(['sessions', 'list'])).toMatchObject([{ current: false }, { current: true }]);
    expect(await owner().json(['sessions', 'end-others'])).toEqual({ endedSessions: 1 });
    expect(await owner().json(['sessions', 'list'])).toMatchObject([{ current: true }]);
    expect(await owner().json(['sessions', 'current'])).toMatchObject({ role: 'owner', idleEndsAt: isoTime });
    expect(await owner().json(['users', 'membership'])).toMatchObject({ firstOwner: { email }, role: 'owner' });
  });
});

describe('keyledger permissions', () => {
  const { owner } = signedInOwner();

  it('lists every route, or those of one role', async () => {
    const listed = async (...options: string[]) =>
      (await owner().json(['permissions', ...options])).map(({ path }: { path: string }) => path);
    expect(await listed()).toContain('/v1/signing-keys/rotate');
    expect(await listed('auditor')).not.toContain('/v1/signing-keys/rotate');
    expect(await listed('auditor')).toEqual(expect.arrayContaining(['/v1/activity', '/v1/permissions']));
  });
});
