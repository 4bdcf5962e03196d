import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { routesOf } from '#api/edge/openapi/routes';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

/** What a program may have: an access token and the personal one that it was made from, and those of a service account and a verifier. */
interface Good {
  readonly access: string;
  readonly personal: string;
  readonly robot: string;
  readonly verifier: { readonly id: string; readonly credential: string };
}
type Outcome = string;
type Row = readonly [form: string, lines: (good: Good) => readonly string[], outcomes: Readonly<Record<Surface, Outcome>>];

const surfaces = {
  '/api/current-user/whoami': 'GET',
  '/v1/organization': 'GET',
  '/v1/auth': 'GET',
  '/oauth/introspect': 'POST',
  '/oauth/revoke': 'POST',
};
type Surface = keyof typeof surfaces;

const [missing, invalid, ambiguous] = ['401 credential/missing', '401 credential/invalid', '400 credential/ambiguous'];
const exchange = '401 credential/not-exchanged';
const notProvided = '401 Authentication credentials were not provided.';
const notOne = '400 Exactly one credential may be sent with a request.';

/** In the order of the surfaces. */
const outcomes = (...[api, v1, auth, introspect, revoke = '200']: Outcome[]): Row[2] => ({
  '/api/current-user/whoami': api,
  '/v1/organization': v1,
  '/v1/auth': auth,
  '/oauth/introspect': introspect,
  '/oauth/revoke': revoke,
});

const forged = (token: string) => `${token.slice(0, -8)}${token.at(-8) === 'A' ? 'B' : 'A'}${token.slice(-7)}`;
const authorization = (value: string) => `Authorization: ${value}`;
const key = (value: string) => `X-API-Key: ${value}`;
const basic = ({ verifier: { id, credential } }: Good) => Buffer.from(`${id}:${credential}`).toString('base64');

const rows: readonly Row[] = [
  ['nothing', () => [], outcomes(notProvided, missing, missing, missing)],
  ['nothing in Authorization', () => [authorization('')], outcomes(notProvided, invalid, invalid, invalid)],
  ['Bearer', ({ access }) => [authorization(`Bearer ${access}`)], outcomes('200', '200', '200', invalid)],
  ['Bearer, two blanks', ({ access }) => [authorization(`Bearer  ${access}`)], outcomes('200', '200', '200', invalid)],
  ['Bearer, a tab', ({ access }) => [authorization(`Bearer\t${access}`)], outcomes('200', '200', '200', invalid)],
  ['bearer, in small letters', ({ access }) => [authorization(`bearer ${access}`)], outcomes(notProvided, '200', '200', invalid)],
  [
    'Bearer, a verifier',
    ({ verifier }) => [authorization(`Bearer ${verifier.credential}`)],
    outcomes(notProvided, invalid, invalid, '200'),
  ],
  [
    'BEARER, a verifier',
    ({ verifier }) => [authorization(`BEARER ${verifier.credential}`)],
    outcomes(notProvided, invalid, invalid, '200'),
  ],
  ['Bearer, a personal token', ({ personal }) => [authorization(`Bearer ${personal}`)], outcomes(notProvided, exchange, invalid, invalid)],
  [
    'Token, a personal token',
    ({ personal }) => [authorization(`Token ${personal}`)],
    outcomes('401 Invalid token.', exchange, invalid, invalid),
  ],
  ['X-API-Key, a personal token', ({ personal }) => [key(personal)], outcomes(notProvided, exchange, invalid, missing)],
  [
    'Bearer, a personal token whose signature does not hold',
    ({ personal }) => [authorization(`Bearer ${forged(personal)}`)],
    outcomes(notProvided, invalid, invalid, invalid),
  ],
  ['Basic, a verifier', (good) => [authorization(`Basic ${basic(good)}`)], outcomes(notProvided, invalid, invalid, '200')],
  ['Token', ({ robot }) => [authorization(`Token ${robot}`)], outcomes('200', '200', '200', invalid)],
  ['TOKEN, in large letters', ({ robot }) => [authorization(`TOKEN ${robot}`)], outcomes('200', '200', '200', invalid)],
  ['Bearer alone', () => [authorization('Bearer')], outcomes(notProvided, invalid, invalid, invalid)],
  [
    'Token alone',
    () => [authorization('Token')],
    outcomes('401 Invalid token header. No credentials provided.', invalid, invalid, invalid),
  ],
  ['the text alone', ({ access }) => [authorization(access)], outcomes(notProvided, invalid, invalid, invalid)],
  ['Bearer, a comma', ({ access }) => [authorization(`Bearer ${access},`)], outcomes(notProvided, invalid, invalid, invalid)],
  ['Token, a comma', ({ robot }) => [authorization(`Token ${robot},x`)], outcomes('401 Invalid token.', invalid, invalid, invalid)],
  ['Bearer, a letter that is not ASCII', () => [authorization('Bearer caf\u00e9')], outcomes(notProvided, invalid, invalid, invalid)],
  [
    'Token, a letter that is not ASCII',
    () => [authorization('Token caf\u00e9')],
    outcomes('401 Invalid token header. Token string should not contain invalid characters.', invalid, invalid, invalid),
  ],
  [
    'Token, two words',
    ({ robot }) => [authorization(`Token ${robot} x`)],
    outcomes('401 Invalid token header. Token string should not contain spaces.', invalid, invalid, invalid),
  ],
  ['X-API-Key, an opaque text', ({ robot }) => [key(robot)], outcomes('200', '200', '200', missing)],
  ['X-API-Key, a JWT', ({ access }) => [key(access)], outcomes('200', '200', '200', missing)],
  ['X-API-Key, a verifier', ({ verifier }) => [key(verifier.credential)], outcomes('401 Invalid token.', invalid, invalid, missing)],
  ['X-API-Key with a scheme word', ({ access }) => [key(`Bearer ${access}`)], outcomes(notProvided, invalid, invalid, missing)],
  ['X-API-Key, nothing', () => [key('')], outcomes('401 Invalid token header. No credentials provided.', invalid, invalid, missing)],
  ['X-API-Key twice', ({ robot }) => [key(robot), key(robot)], outcomes(notOne, ambiguous, invalid, missing)],
  [
    'a good X-API-Key beside a bad Authorization',
    ({ robot }) => [key(robot), authorization('Bearer x')],
    outcomes('200', ambiguous, invalid, invalid),
  ],
  [
    'a bad X-API-Key beside a good Authorization',
    ({ access }) => [authorization(`Bearer ${access}`), key('x')],
    outcomes('401 Invalid token.', ambiguous, invalid, invalid),
  ],
  [
    'X-API-Key beside a verifier',
    ({ verifier, robot }) => [authorization(`Bearer ${verifier.credential}`), key(robot)],
    outcomes('200', ambiguous, invalid, '200'),
  ],
  [
    'Authorization twice',
    ({ access }) => [authorization(`Bearer ${access}`), authorization(`Bearer ${access}`)],
    outcomes(notOne, ambiguous, invalid, ambiguous, ambiguous),
  ],
];

describe('What is presented in headers', () => {
  const app = runningApp();
  let port: number;
  let good: Good;
  beforeAll(async () => {
    port = Number(new URL(await app().listen()).port);
    const headers = await app().signIn();
    const { access, personal } = await app().tokensOf();
    const robot = (await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'manager' } })).body;
    const { verifier, credential } = (await app().request('POST', '/v1/verifiers', { headers, body: { name: 'gate' } })).body;
    good = { access, personal, robot: robot.credential, verifier: { id: verifier.id, credential } };
  });

  const ask = async (surface: Surface, lines: readonly string[]): Promise<Outcome> => {
    const form = ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 7'];
    const isPost = surfaces[surface] === 'POST';
    const head = [`${surfaces[surface]} ${surface} HTTP/1.1`, 'Host: a', 'Connection: close', ...lines, ...(isPost ? form : [])];
    const answer = await rawAnswer(port, Buffer.from(`${head.join('\r\n')}\r\n\r\n${isPost ? 'token=x' : ''}`, 'latin1'));
    const status = answer.slice(9, 12);
    if (status === '200') return status;
    const { code, detail } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    return `${status} ${code ?? detail}`;
  };

  it('may be a personal token on no route of ours: each says to exchange it, also when it is over, and never shows it', async () => {
    const routes = routesOf(app().get(DiscoveryService)).filter(
      ({ path, access }) => path.startsWith('/v1/') && path !== '/v1/auth' && access && 'roles' in access,
    );
    expect(routes.length).toBeGreaterThan(40);
    const { personal, tokenId } = await app().tokensOf();
    const ask = (method: string, path: string) =>
      app().request(method, path.replace(/\{\w+\}/g, 'none'), { headers: { authorization: `Bearer ${personal}` } });
    for (const { method, path } of routes) {
      const answer = await ask(method, path);
      expect(`${method} ${path} ${answer.status} ${answer.body.code}`).toBe(`${method} ${path} 401 credential/not-exchanged`);
      expect(answer.body.title).toContain('/api/token/refresh');
      expect(answer.text).not.toContain(personal);
    }
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
    expect((await ask('GET', '/v1/users/me')).body.code).toBe('credential/not-exchanged');
  });

  it.each(rows)('is read in one way on each surface: %s', async (_form, lines, expected) => {
    const seen = await Promise.all(Object.keys(surfaces).map(async (surface) => [surface, await ask(surface as Surface, lines(good))]));
    expect(Object.fromEntries(seen)).toEqual(expected);
  });
});
