import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';
import type { HeaderLines, WireAnswer } from './wire.js';

const notProvided = 'Authentication credentials were not provided.';
const unknown = '0'.repeat(40);
const forged = 'eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl';

/** The table of what a credential is answered, as the SDK and its users hear it. */
describe('A credential on the wire', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('manager'));
  });

  const whoamiWith = (credential: HeaderLines): Promise<WireAnswer> => new SdkClient(url, credential).get('/api/current-user/whoami');
  const whoami = (authorization: string) => whoamiWith([['Authorization', authorization]]);
  const asOwner = async (method: string, path: string, body?: object) =>
    app().request(method, path, { headers: await app().signIn(), body });

  it.each<[string, (has: Equipped) => string]>([
    ['Token, the legacy token', ({ legacy }) => `Token ${legacy}`],
    ['token, in small letters', ({ legacy }) => `token ${legacy}`],
    ['TOKEN, in large ones', ({ legacy }) => `TOKEN ${legacy}`],
    ['Token, two blanks', ({ legacy }) => `Token  ${legacy}`],
    ['Bearer, an access token', ({ access }) => `Bearer ${access}`],
    ['Bearer, two blanks', ({ access }) => `Bearer  ${access}`],
  ])('is taken as %s', async (_what, authorization) => {
    const { status, body } = await whoami(authorization(someone));
    expect([status, body.email]).toEqual([200, someone.person.email]);
  });

  it.each<[string, (has: Equipped) => string, string]>([
    ['Token, unknown', () => `Token ${unknown}`, 'Invalid token.'],
    ['Token, a personal access token', ({ personal }) => `Token ${personal}`, 'Invalid token.'],
    ['Token, one as it is listed', ({ personal }) => `Token ${asListed(personal)}`, 'Invalid token.'],
    ['Token alone', () => 'Token', 'Invalid token header. No credentials provided.'],
    ['Token, two words', () => 'Token a b', 'Invalid token header. Token string should not contain spaces.'],
    ['bearer, in small letters', ({ access }) => `bearer ${access}`, notProvided],
    ['Bearer, a personal access token', ({ personal }) => `Bearer ${personal}`, notProvided],
    ['Bearer, one as it is listed', ({ personal }) => `Bearer ${asListed(personal)}`, notProvided],
    ['Bearer, the legacy token', ({ legacy }) => `Bearer ${legacy}`, notProvided],
    ['Bearer, somebody’s own JWT', () => `Bearer ${forged}`, notProvided],
    ['Bearer, cut off', ({ access }) => `Bearer ${access.slice(0, -4)}`, notProvided],
    ['Bearer, no token at all', () => 'Bearer invalid.token.here', notProvided],
  ])('is refused as %s', async (_what, authorization, detail) => {
    const answer = await whoami(authorization(someone));
    expectEnvelope(answer, 401, detail);
    expect(answer.headers['www-authenticate']).toBe('Token');
  });

  it('is refused when there is none, and the answer names the scheme', async () => {
    const answer = await whoamiWith([]);
    expectEnvelope(answer, 401, notProvided);
    expect(answer.headers['www-authenticate']).toBe('Token');
  });

  it('is refused although a good session comes with it, which would be a way around what the header lacks', async () => {
    const { cookie } = someone.session;
    for (const authorization of ['Bearer a.b.c', `Token ${unknown}`]) {
      const credential: HeaderLines = [
        ['Authorization', authorization],
        ['Cookie', cookie],
      ];
      expect((await whoamiWith(credential)).status).toBe(401);
    }
    expect((await whoamiWith([['Cookie', cookie]])).status).toBe(200);
  });

  it('of either kind is refused while the organization has it switched off, and the legacy one says why', async () => {
    await asOwner('PATCH', '/v1/organization', { legacyTokensEnabled: false, personalAccessTokensEnabled: false });
    const disabled = 'Authentication token no longer valid: legacy token authentication has been disabled for this organization';
    expectEnvelope(await whoami(`Token ${someone.legacy}`), 401, disabled);
    expectEnvelope(await whoami(`Bearer ${someone.access}`), 401, notProvided);
    await asOwner('PATCH', '/v1/organization', { legacyTokensEnabled: true, personalAccessTokensEnabled: true });
    for (const good of [`Token ${someone.legacy}`, `Bearer ${someone.access}`]) expect((await whoami(good)).status).toBe(200);
  });

  it('of somebody who is disabled is refused, for each kind in its own words', async () => {
    const { person, legacy, access, personal } = await equipped(app(), await app().register('reviewer'));
    await asOwner('POST', `/v1/users/${person.id}/disable`);
    expectEnvelope(await whoami(`Token ${legacy}`), 401, 'User inactive or deleted.');
    expectEnvelope(await whoami(`Bearer ${access}`), 401, notProvided);
    expectEnvelope(await SdkClient.exchange(url, personal), 401, 'No active account found for the given token.');
  });

  it('of a service account that was deleted is refused with a bare body, never with a 500', async () => {
    const { body } = await asOwner('POST', '/v1/service-accounts', { name: 'robot', role: 'manager' });
    for (const word of ['Bearer', 'Token']) expect((await whoami(`${word} ${body.credential}`)).status).toBe(200);
    await asOwner('DELETE', `/v1/service-accounts/${body.serviceAccount.id}`);
    const answer = await whoami(`Bearer ${body.credential}`);
    expect([answer.status, answer.body]).toEqual([401, { detail: 'User not found' }]);
    expectEnvelope(await whoami(`Token ${body.credential}`), 401, 'User inactive or deleted.');
  });
});

/** `/api/token/refresh` and `rotate`, where the original asks a library that has words and a realm of its own. */
describe('A personal access token that is to be exchanged', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('annotator'));
  });

  it.each<[string, (has: Equipped) => string]>([
    ['Token is invalid', () => 'x'],
    ['Token is invalid', () => forged],
    ['Token is invalid', ({ legacy }) => legacy],
    ['Token is invalid', ({ personal }) => asListed(personal)],
    ['Token is invalid', ({ personal }) => `${personal.slice(0, -5)}AAAAA`],
    ['Token has wrong type', ({ access }) => access],
  ])('is refused: %s', async (detail, refresh) => {
    const answer = await SdkClient.exchange(url, refresh(someone));
    expectEnvelope(answer, 401, detail);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
  });

  it('is refused once it has expired, and says so', async () => {
    const expiresAt = new Date(app().clock.now().getTime() + 60_000).toISOString();
    const { body } = await app().request('POST', '/v1/tokens', { headers: someone.session, body: { kind: 'personal', expiresAt } });
    app().clock.advance(61);
    expectEnvelope(await SdkClient.exchange(url, body.credential), 401, 'Token is expired');
  });

  it('is rotated by nobody whose own credential is bad, in the words of that library', async () => {
    const { personal } = someone;
    const answer = await SdkClient.withAccessToken(url, personal).post('/api/token/rotate/', { refresh: personal });
    expectEnvelope(answer, 401, 'Given token not valid for any token type');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
    expect((await new SdkClient(url, []).post('/api/token/rotate/', { refresh: personal })).status).toBe(401);
    expect((await SdkClient.exchange(url, personal)).status).toBe(200);
  });
});
