import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';
import { Operator } from './operator.js';
import { signedInOwner } from './signed-in.js';

describe('A credential that is shown once', () => {
  const { owner } = signedInOwner({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const form = { personal: /^ey[\w-]+\.[\w-]+\.[\w-]+\n$/, legacy: /^[0-9a-f]{40}\n$/, robot: /^kl_sa_\w+\n$/, verifier: /^kl_rs_\w+\n$/ };

  /** The secret stands alone on standard output; what explains it names its token and not the secret. */
  async function shownAlone(args: readonly string[], expected: RegExp): Promise<string> {
    const { code, output, errors } = await owner().run(args);
    expect(code).toBe(0);
    expect(output).toMatch(expected);
    expect(errors).not.toContain(output.trim());
    expect(errors).toMatch(/follows/);
    return output.trim();
  }

  it('is piped to where it is needed, and told with its token as JSON', async () => {
    const first = await shownAlone(['tokens', 'issue', '--name', 'for the pipeline'], form.personal);
    const [token] = await owner().json(['tokens', 'list']);
    expect(token).toMatchObject({ kind: 'personal', name: 'for the pipeline', state: 'active' });
    const second = await shownAlone(['tokens', 'rotate', token.id], form.personal);
    expect(second).not.toBe(first);
    expect(await owner().json(['tokens', 'issue'])).toEqual({ token: expect.anything(), credential: expect.stringMatching(/^ey/) });
    await owner().does(['tokens', 'revoke', token.id]);
    expect((await owner().json(['tokens', 'list'])).find(({ id }: { id: string }) => id === token.id).state).toBe('revoked');
  });

  it('may be a legacy token, which is revealed and renewed', async () => {
    expect((await owner().run(['tokens', 'reveal'])).code).toBe(5);
    const first = await shownAlone(['tokens', 'issue', '--legacy'], form.legacy);
    expect(await shownAlone(['tokens', 'reveal'], form.legacy)).toBe(first);
    expect(await shownAlone(['tokens', 'renew'], form.legacy)).not.toBe(first);
  });

  it('may be a service account, which is changed, reset and deleted by its name', async () => {
    const first = await shownAlone(['service-accounts', 'create', 'robot', '--role', 'manager', '--workspace', 'a', 'b'], form.robot);
    expect(await owner().json(['service-accounts', 'list'])).toMatchObject([{ name: 'robot', role: 'manager', workspaceIds: ['a', 'b'] }]);
    expect(await owner().json(['service-accounts', 'change', 'robot', '--role', 'annotator', '--project', '7'])).toMatchObject({
      role: 'annotator',
      workspaceIds: ['a', 'b'],
      projectIds: ['7'],
    });
    expect(await shownAlone(['service-accounts', 'reset-token', 'robot'], form.robot)).not.toBe(first);
    expect((await owner().run(['service-accounts', 'delete', 'robot'])).code).toBe(2);
    await owner().does(['service-accounts', 'delete', 'robot', '--yes']);
    expect(await owner().json(['service-accounts', 'list'])).toEqual([]);
    expect((await owner().run(['service-accounts', 'reset-token', 'robot'])).code).toBe(5);
  });

  it('may leave the one that it replaces good for a while, which ends earlier by its number', async () => {
    await shownAlone(['service-accounts', 'create', 'twin', '--role', 'manager'], form.robot);
    const reset = await owner().run(['service-accounts', 'reset-token', 'twin', '--overlap', '1h', '--ends-on-first-use']);
    expect([reset.code, reset.errors]).toEqual([0, expect.stringMatching(/the old one is good until \d.*Z, or until the new one is used/)]);
    const { id: tokenId } = (await owner().json(['tokens', 'issue', '--name', 'twin'])).token;
    const rotated = await owner().json(['tokens', 'rotate', tokenId, '--overlap', '7d']);
    const previous = { generation: 1, endsAt: expect.stringMatching(/Z$/), endsOnFirstUse: false };
    expect(rotated.token).toMatchObject({ generation: 2, previous });
    await owner().does(['tokens', 'end-generation', tokenId, '1']);
    const listed = await owner().json(['tokens', 'list']);
    expect(listed.find(({ id }: { id: string }) => id === tokenId)).toMatchObject({ state: 'active', generation: 2, previous: null });
    await owner().does(['service-accounts', 'delete', 'twin', '--yes']);
  });

  it.each(['1', '1x', '1.5h'])('is not replaced with an overlap of %s, which is no duration', async (overlap) => {
    const { code, errors } = await owner().run(['tokens', 'rotate', 'some-id', `--overlap=${overlap}`]);
    expect([code, errors]).toEqual([2, expect.stringContaining('such as 90s, 30m, 1h, 7d or 2w')]);
  });

  it('may be a verifier', async () => {
    await shownAlone(['verifiers', 'create', 'gateway'], form.verifier);
    const [{ id, name }] = await owner().json(['verifiers', 'list']);
    expect(name).toBe('gateway');
    await owner().does(['verifiers', 'delete', id]);
    expect(await owner().json(['verifiers', 'list'])).toEqual([]);
  });
});

describe('A credential of the API', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let program: Operator;
  beforeAll(async () => {
    program = await Operator.at(await app().listen());
  });
  afterAll(() => program.leave());

  const post = async (path: string, body: object) => (await app().request('POST', path, { headers: await app().signIn(), body })).body;
  const credentials = {
    'personal access token': async () => (await app().tokensOf()).personal,
    'access token': async () => (await app().tokensOf()).access,
    'legacy token': async () => (await post('/v1/tokens', { kind: 'legacy' })).credential,
    'service-account token': async () => (await post('/v1/service-accounts', { name: 'robot', role: 'owner' })).credential,
  };

  it.each(Object.entries(credentials))('that is a %s is taken from the environment and from standard input', async (_, make) => {
    const credential = await make();
    const show = ['organization', 'show', '--json'];
    const fromEnvironment = await program.run(show, { environment: { KEYLEDGER_TOKEN: credential } });
    const fromInput = await program.run([...show, '--token-stdin'], { input: `${credential}\n` });
    expect(fromEnvironment).toMatchObject({ code: 0, errors: '' });
    expect(fromInput).toEqual(fromEnvironment);
  });

  it('is taken without what editors, shells and copying put around it', async () => {
    const { personal } = await app().tokensOf();
    const show = ['organization', 'show'];
    for (const around of [`\ufeff${personal}\r\n`, ` ${personal}\t\n`, `${personal}\r`, `\u00a0${personal}\n\n`]) {
      expect([around, await program.run(show, { environment: { KEYLEDGER_TOKEN: around } })]).toMatchObject([around, { code: 0 }]);
      expect([around, await program.run([...show, '--token-stdin'], { input: around })]).toMatchObject([around, { code: 0 }]);
    }
  });

  it.each([
    ['  \n', 'holds no credential'],
    ['kl_sa_one\nkl_sa_two', 'several lines'],
    ['"kl_sa_quoted"', 'quotation marks'],
    ['Bearer kl_sa_one', 'scheme of a header'],
    ['kl_sa_two words', 'holds a blank'],
    ['kl_sa_\u200b', 'invisible'],
    ['\ufffd\ufffdk\u0001l', 'UTF-8'],
  ])('that is none is told why, and shown to nobody: %j', async (text, why) => {
    const { code, errors } = await program.run(['users', 'list'], { environment: { KEYLEDGER_TOKEN: text } });
    expect([code, errors]).toEqual([2, expect.stringMatching(/^keyledger: KEYLEDGER_TOKEN (holds|begins)/)]);
    expect(errors).toContain(why);
    expect(errors).not.toContain('kl_sa');
    const [line] = text.split('\n');
    const fromInput = await program.run(['users', 'list', '--token-stdin'], { input: `${line}\n` });
    expect(fromInput.code).toBe(text.includes('\n') && line !== '  ' ? 4 : 2);
  });

  it('that may not give says how to, and shows nothing of itself', async () => {
    const { personal } = await app().tokensOf();
    const { code, output, errors } = await program.run(['tokens', 'issue'], { environment: { KEYLEDGER_TOKEN: personal } });
    expect({ code, output }).toEqual({ code: 4, output: '' });
    expect(errors).toContain('keyledger login');
    expect(errors).not.toContain(personal.split('.')[2]);
  });

  it('that is none, or no longer one, is refused without being repeated', async () => {
    const { personal, tokenId } = await app().tokensOf();
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
    for (const [credential, expected] of [
      [personal, 4],
      ['kl_sa_nothing', 4],
      ['two words', 2],
      ['line\u0007', 2],
    ] as const) {
      const { code, errors } = await program.run(['users', 'list'], { environment: { KEYLEDGER_TOKEN: credential } });
      expect([credential, code]).toEqual([credential, expected]);
      expect(errors).not.toContain(credential);
    }
  });
});

describe('An act that grants rights, a quarter of an hour after the sign-in', () => {
  const app = runningApp();
  let owner: Operator;
  beforeAll(async () => {
    owner = await Operator.at(await app().listen());
    await owner.signIn({ ownerEmail: app().owner.email, ownerPassword: app().owner.password });
    app().clock.advance(16 * 60);
  });
  afterAll(() => owner.leave());

  it('asks for the password, and says so where nobody can be asked', async () => {
    const { code, output, errors } = await owner.run(['tokens', 'issue']);
    expect({ code, output }).toEqual({ code: 4, output: '' });
    expect(errors).toContain('--password-stdin');
  });

  it('is refused with a wrong one, done with the right one, and free until the next quarter is over', async () => {
    const issue = ['tokens', 'issue', '--password-stdin'];
    const wrong = await owner.run(issue, { input: 'not-the-password\n' });
    expect(wrong.code).toBe(4);
    expect(wrong.errors).toContain('password/wrong');
    expect((await owner.run(issue, { input: `${app().owner.password}\n` })).output).toMatch(/^ey/);
    expect((await owner.run(['tokens', 'issue'])).code).toBe(0);
  });

  it('reads your password last, since it may not be needed', async () => {
    app().clock.advance(16 * 60);
    const register = ['users', 'create', 'new@example.org', '--role', 'manager', '--password-stdin', '--new-password-stdin'];
    const input = `a-first-password-of-theirs\n${app().owner.password}\n`;
    expect((await owner.run(register, { input })).code).toBe(0);
    expect((await app().signIn({ email: 'new@example.org', password: 'a-first-password-of-theirs' })).cookie).toContain('session');
  });
});
