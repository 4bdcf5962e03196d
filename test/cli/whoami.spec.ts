import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';
import { Operator } from './operator.js';

describe('keyledger whoami', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let program: Operator;
  let url: string;
  beforeAll(async () => {
    url = await app().listen();
    program = await Operator.at(url);
  });
  afterAll(() => program.leave());

  const post = async (path: string, body: object) => (await app().request('POST', path, { headers: await app().signIn(), body })).body;
  const asked = (credential: string) => program.json(['whoami'], { environment: { KEYLEDGER_TOKEN: credential } });
  const owner = () => ({ kind: 'user', email: app().owner.email, role: 'owner', organization: 'Keyledger', server: url });

  it('says of a session whose it is, and until when', async () => {
    await program.signIn({ ownerEmail: app().owner.email, ownerPassword: app().owner.password });
    const me = await program.json(['users', 'show', 'me']);
    const { expiresAt } = await program.json(['sessions', 'current']);
    expect(await program.json(['whoami'])).toMatchObject({ ...owner(), id: me.id, credential: 'session', tokenId: null, expiresAt });
  });

  it('says of a personal access token, and of an access token made from it, whose they are', async () => {
    const { personal, access, tokenId } = await app().tokensOf();
    const expected = { ...owner(), credential: 'personal', tokenId, expiresAt: expect.stringMatching(/Z$/) };
    expect(await asked(personal)).toMatchObject(expected);
    expect(await asked(access)).toMatchObject(expected);
  });

  it('says of a legacy token that it does not expire', async () => {
    const { credential, token } = await post('/v1/tokens', { kind: 'legacy' });
    expect(await asked(credential)).toMatchObject({ ...owner(), credential: 'legacy', tokenId: token.id, expiresAt: null });
  });

  it('says of the token of a service account its name and role', async () => {
    const { credential, serviceAccount } = await post('/v1/service-accounts', { name: 'robot', role: 'reviewer' });
    const expected = { kind: 'service-account', name: 'robot', email: null, id: serviceAccount.id, role: 'reviewer' };
    expect(await asked(credential)).toMatchObject({ ...expected, credential: 'service-account', organization: 'Keyledger' });
  });

  it('ends with 4 for a credential that is none, and without one', async () => {
    expect((await program.run(['whoami'], { environment: { KEYLEDGER_TOKEN: 'kl_sa_nothing' } })).code).toBe(4);
    const stranger = await Operator.at(url);
    expect(await stranger.run(['whoami'])).toMatchObject({ code: 4, errors: expect.stringContaining('keyledger login') });
    await stranger.leave();
  });
});
