import { beforeAll, describe, expect, it } from '@jest/globals';
import { CredentialVerifier } from '#api/authentication/credential-verifier';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { rawAnswer } from '../support/raw-http.js';
import { runningApp } from '../support/running-app.js';
import { badCredentials } from './hand-list.js';

/** N1–N100: each in its place, with the answer that it must get. */
describe('The hand list of hostile inputs', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let good: { access: string; personal: string };
  let legacy: string;
  let robot: string;
  let port: number;
  beforeAll(async () => {
    good = await app().tokensOf();
    const session = await app().signIn();
    legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body.credential;
    robot = (await app().request('POST', '/v1/service-accounts', { headers: session, body: { name: 'robot', role: 'manager' } })).body
      .credential;
    port = Number(new URL(await app().listen()).port);
  });
  const auth = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status;
  const decisions = async () =>
    (await readEverything(app().get(EventStore), null)).filter(({ stream }) => !stream.startsWith('activity-')).length;

  it('N1–N94: no altered, forged or mistyped JWT authenticates anywhere, and nothing is written (SR-9, SR-10, SR-12, SR-14)', async () => {
    const rows = badCredentials(app(), good);
    expect(rows.length).toBeGreaterThan(110);
    const before = await decisions();
    const verifier = app().get(CredentialVerifier);
    for (const [id, what, text] of rows) {
      const accepted = (['bearer', 'token', 'cookie'] as const).filter((scheme) => verifier.judge(text, scheme).verdict.active);
      expect(`${id} ${what}: ${accepted}`).toBe(`${id} ${what}: `);
      const answer = await app().request('POST', '/api/token/refresh', { body: { refresh: text } });
      const isWhole = text === good.personal;
      expect(`${id} ${what}: ${answer.status === 200}`).toBe(`${id} ${what}: ${isWhole}`);
      expect([200, 400, 401, 413]).toContain(answer.status);
      if (text.length > 20) expect(answer.text.includes(text)).toBe(false);
      if (text.length < 8_000 && /^[\x21-\x7e]+$/.test(text))
        expect(`${id} ${what}: ${await auth(`Bearer ${text}`)}`).toBe(`${id} ${what}: 401`);
    }
    expect(await auth(`Bearer ${good.access}`)).toBe(200);
    expect(await decisions()).toBe(before);
  }, 60_000);

  it('N23: a key that was retired', async () => {
    const own = await app().tokensOf();
    const [{ kid }] = (await app().request('GET', '/.well-known/jwks.json')).body.keys;
    await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    expect(await auth(`Bearer ${own.access}`)).toBe(401);
    good = await app().tokensOf();
  });

  it.each([
    ['N37', 'nothing', ''],
    ['N37', 'a scheme alone', 'Bearer'],
    ['N38', 'blanks alone', 'Bearer    '],
    ['N86', '39 hex digits', `Token ${'a'.repeat(39)}`],
    ['N86', '41 hex digits', `Token ${'a'.repeat(41)}`],
    ['N94', 'a Git hash', 'Token da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['N81', 'Basic', `Basic ${Buffer.from('user:password').toString('base64')}`],
  ])('%s: %s', async (_id, _what, authorization) => expect(await auth(authorization)).toBe(401));

  it('N59: an access token ends five minutes after it was made, to the second', async () => {
    const { access } = await app().tokensOf();
    const { iat } = JSON.parse(Buffer.from(access.split('.')[1], 'base64url').toString());
    app().clock.advance(iat + 300 - app().clock.now().getTime() / 1000 - 1);
    expect(await auth(`Bearer ${access}`)).toBe(200);
    app().clock.advance(1.1);
    expect(await auth(`Bearer ${access}`)).toBe(401);
    good = await app().tokensOf();
  });

  it('N72: two tokens never share a jti', async () => {
    const jtis = await Promise.all(
      Array.from(
        { length: 20 },
        async () => JSON.parse(Buffer.from((await app().exchange(good.personal)).split('.')[1], 'base64url').toString()).jti,
      ),
    );
    expect(new Set(jtis).size).toBe(20);
  });

  it('N78, N79, N82: credentials of one kind in the place of another', async () => {
    for (const refresh of [good.access, legacy, robot]) {
      expect((await app().request('POST', '/api/token/refresh', { body: { refresh } })).status).toBe(401);
    }
    expect(await auth(`Bearer ${legacy}`)).toBe(401);
    expect(await auth(`Token ${good.access}`)).toBe(401);
  });

  it('N80: an expired personal access token under Token, which the SDK sends, is a plain 401', async () => {
    const { personal } = await app().tokensOf();
    app().clock.advance(366 * 86_400);
    const answer = await app().request('GET', '/api/current-user/whoami', { headers: { authorization: `Token ${personal}` } });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain(personal.split('.')[2]);
    good = await app().tokensOf();
  });

  it('N83: the token of a deleted service account stays refused when one of the same name is made', async () => {
    const headers = await app().signIn();
    const [account] = (await app().request('GET', '/v1/service-accounts', { headers })).body.items;
    await app().request('DELETE', `/v1/service-accounts/${account.id}`, { headers });
    const again = (await app().request('POST', '/v1/service-accounts', { headers, body: { name: account.name, role: 'manager' } })).body;
    expect([await auth(`Token ${robot}`), await auth(`Token ${again.credential}`)]).toEqual([401, 200]);
    robot = again.credential;
  });

  it('N85–N92: no opaque token is accepted cut short, made longer, in another case, with another prefix or checksum', async () => {
    for (const credential of [legacy, robot]) {
      const altered = [
        credential.toUpperCase(),
        `${credential}0`,
        `0${credential}`,
        credential.replace('kl_sa_', 'kl_se_'),
        `${credential.slice(0, -1)}${credential.endsWith('0') ? '1' : '0'}`,
      ];
      for (let length = 0; length < credential.length; length += 1) altered.push(credential.slice(0, length));
      for (const text of altered.filter((each) => each !== credential)) {
        expect(`${text} ${await auth(`Token ${text}`)}`).toBe(`${text} 401`);
      }
    }
    const unknown = robot.slice(0, 6) + [...robot.slice(6, -6)].reverse().join('') + robot.slice(-6);
    expect(await auth(`Token ${unknown}`)).toBe(401);
    expect(await auth(`Token \t ${robot}`)).toBe(200);
    expect(await auth(`tOkEn  ${robot}`)).toBe(200);
  }, 30_000);

  it('N35, N47, N50, N95, N97: requests that are none are refused as such (SR-19)', async () => {
    const request = (headers: string) => rawAnswer(port, `GET /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n\r\n`);
    const bearer = `Authorization: Bearer ${good.access}`;
    expect(await request(`${bearer}\r\n${bearer}`)).toMatch(/^HTTP\/1\.1 400 [\s\S]*problem\+json[\s\S]*credential\/ambiguous/);
    expect(await request(`Authorization: Bearer ${'a'.repeat(1_048_576)}`)).toMatch(/^HTTP\/1\.1 431 /);
    for (const broken of [
      `${bearer}\u0000`,
      `Authorization: Bearer\r\n ${good.access}`,
      `Authorization: Bearer ${good.access.slice(0, 9)}\n${good.access.slice(9)}`,
    ]) {
      expect(await request(broken)).toMatch(/^HTTP\/1\.1 4(00|01) /);
    }
    expect(await request(bearer)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('N49: look-alike letters are no letters', async () => {
    for (const text of [good.access.replace('e', '\u0435'), good.access.replace('y', '\uff59')]) {
      expect(app().get(CredentialVerifier).judge(text, 'bearer').verdict.active).toBe(false);
    }
  });

  it('N87, N96: blanks and cases of the scheme that RFC 9110 allows are accepted', async () => {
    for (const authorization of [`Token  ${legacy}`, `bearer ${good.access}`, `BEARER\t${good.access}`, `Bearer ${good.access}  `])
      expect(await auth(authorization)).toBe(200);
  });

  it.each([
    ['N98', 'a Kelvin sign', '\u212aate@example.com'],
    ['N98', 'a Cyrillic a', '\u0430da@example.com'],
  ])('%s: an e-mail address with %s is merged with nobody, at sign-in and at registration', async (_id, _what, email) => {
    const registered = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email, role: 'manager' } });
    expect(registered.body.code).toBe('email/invalid');
    expect((await app().request('POST', '/v1/sessions', { body: { email, password: 'a-long-and-quiet-river' } })).status).toBe(401);
  });

  it.each([
    [[], 400],
    [{}, 400],
    [null, 400],
    [true, 400],
    [['x'], 400],
    // Label Studio reads a number as its digits, which are no token.
    [7, 401],
  ])('N99: a refresh that is %p', async (refresh, status) => {
    expect((await app().request('POST', '/api/token/refresh', { body: { refresh } })).status).toBe(status);
  });

  it('N99: a refresh of a megabyte', async () => {
    expect((await app().request('POST', '/api/token/refresh', { body: { refresh: 'a'.repeat(1_048_576) } })).status).toBe(413);
  });

  it.each(['{"__proto__":{}}', '{"constructor":{"prototype":{}}}', '{"refresh":"a","refresh":"b"}'])(
    'N100: the body %s',
    async (rawBody) => {
      expect((await app().request('POST', '/api/token/refresh', { rawBody })).status).toBe(400);
    },
  );
});
