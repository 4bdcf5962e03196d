import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';

/** What a client sees of an answer, without the headers that the framework adds to every answer. */
function seenOf(answer: string): string[] {
  const [head, body] = answer.split('\r\n\r\n');
  const [status, ...headers] = head.split('\r\n');
  const own = headers.filter((line) => /^(content-(type|length):|cache-control|www-authenticate|x-content-type-options)/i.test(line));
  return [status, ...own.map((line) => line.toLowerCase()).sort(), body.replace(/"requestId":"[^"]+"/, '')];
}

/** The router writes header names in lower case. */
const isBeforeRouter = (answer: string) => /\r\nX-Request-Id: /.test(answer);

describe('POST /oauth/introspect is answered before the router', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let port = 0;
  let verifier: { id: string; credential: string };
  let robot: string;
  beforeAll(async () => {
    const headers = await app().signIn();
    const { body } = await app().request('POST', '/v1/verifiers', { headers, body: { name: 'gateway' } });
    verifier = { id: body.verifier.id, credential: body.credential };
    robot = (await app().request('POST', '/v1/service-accounts', { headers, body: { name: 'robot', role: 'reviewer' } })).body.credential;
    port = Number(new URL(await app().listen()).port);
  });

  const formType = 'Content-Type: application/x-www-form-urlencoded';
  const bearer = () => `Authorization: Bearer ${verifier.credential}`;
  const basic = () => `Authorization: Basic ${Buffer.from(`${verifier.id}:${verifier.credential}`).toString('base64')}`;
  const requestOf = (path: string, headers: readonly string[], body: string) =>
    [`POST ${path} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(
      '\r\n',
    );
  const ask = (headers: readonly string[], body: string, path = '/oauth/introspect') => rawAnswer(port, requestOf(path, headers, body));

  it('which answers as what is behind it, whatever is asked by whomever', async () => {
    const { access, personal } = await app().tokensOf();
    const expired = await app().tokensOf();
    await app().request('DELETE', `/v1/tokens/${expired.tokenId}`, { headers: await app().signIn() });
    const legacy = await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body: { kind: 'legacy' } });
    const bodies = [
      ...[access, personal, expired.access, robot, legacy.body.credential, verifier.credential, 'x'].map((token) => `token=${token}`),
      `token=${access}&token_type_hint=access_token`,
      `token_type_hint=access_token&token=${access}`,
      `token=${access}&token=${access}`,
      `token=${access}+`,
      `token=${access.replaceAll('.', '%2E')}`,
      `token=%`,
      'token=',
      'token',
      '',
      'token=a&constructor=b',
      'token=…',
      `token=${'a'.repeat(8186)}`,
      `token=${'a'.repeat(8193)}`,
    ];
    const whom = [
      [formType, bearer()],
      [formType, basic()],
      [formType.toLowerCase(), basic().replace('Basic', 'BASIC  ')],
      [`${formType};charset=UTF-8`, bearer()],
      [`${formType}; charset=latin1`, bearer()],
      ['Content-Type: application/json', bearer()],
      [bearer()],
      [formType],
      [formType, bearer(), bearer()],
      ['Content-Type: text/plain', formType, bearer()],
      [formType, bearer(), 'X-API-Key: x'],
      [formType, bearer().slice(0, -1)],
      [formType, `Authorization: Bearer ${access}`],
      [formType, bearer(), 'Cookie: keyledger_session=x'],
      [formType, bearer(), 'Host: b'],
      [formType, bearer(), 'Keyledger-Min-Position: nonsense'],
    ];
    const seen = new Set<string>();
    for (const headers of whom) {
      for (const body of bodies) {
        const [first, behind] = [await ask(headers, body), await ask(headers, body, '/oauth/introspect/')];
        expect([headers, body, ...seenOf(first)]).toEqual([headers, body, ...seenOf(behind)]);
        seen.add(`${first.slice(9, 12)} ${isBeforeRouter(first) ? 'before the router' : 'behind the router'}`);
      }
    }
    expect([...seen].sort()).toEqual([
      '200 before the router',
      '200 behind the router',
      '400 behind the router',
      '401 behind the router',
      '415 behind the router',
    ]);
  });

  it('which answers plain questions, with an id of the answer', async () => {
    const { access } = await app().tokensOf();
    for (const authorization of [bearer(), basic()]) {
      const answer = await ask([formType, authorization], `token=${access}`);
      expect(isBeforeRouter(answer)).toBe(true);
      expect(answer).toMatch(/\r\nX-Request-Id: [0-9a-f-]{36}\r\n/);
      expect(answer).toMatch(/"active":true/);
    }
  });

  it('which says of nothing that is not good now, or of another organization, that it is', async () => {
    const foreign = await app().tokensOf((await app().secondOrganization()).owner);
    const person = await app().register('manager');
    const [revoked, disabled, old] = [await app().tokensOf(), await app().tokensOf(person), await app().tokensOf()];
    const saysYes = async (token: string) => /"active":true/.test(await ask([formType, bearer()], `token=${token}`));
    expect([await saysYes(revoked.access), await saysYes(disabled.access), await saysYes(old.access)]).toEqual([true, true, true]);
    const headers = await app().signIn();
    await app().request('DELETE', `/v1/tokens/${revoked.tokenId}`, { headers });
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    for (const { access } of [foreign, revoked, disabled]) expect(await saysYes(access)).toBe(false);
    app().clock.advance(301);
    const answer = await ask([formType, bearer()], `token=${old.access}`);
    expect([isBeforeRouter(answer), seenOf(answer).at(-1)]).toEqual([true, '{"active":false}']);
  });

  it('which asks the stream of a token when it was issued only once', async () => {
    const headers = await app().signIn(await app().register('manager'));
    const { body } = await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } });
    const answers = [
      await ask([formType, bearer()], `token=${body.credential}`),
      await ask([formType, bearer()], `token=${body.credential}`),
    ];
    expect(answers.map(isBeforeRouter)).toEqual([false, true]);
    expect(seenOf(answers[0])).toEqual(seenOf(answers[1]));
    expect(answers[1]).toMatch(/"active":true/);
  });

  it('which reads a body however it is cut', async () => {
    const { access } = await app().tokensOf();
    for (const body of [`token=${access}`, `token=${access}&token=${access}`]) {
      const whole = requestOf('/oauth/introspect', [formType, bearer()], body);
      const at = whole.indexOf('\r\n\r\n') + 4;
      const pieces = [whole.slice(0, at), whole.slice(at, at + 1), whole.slice(at + 1, at + 9), whole.slice(at + 9)];
      const answer = await rawAnswer(port, pieces);
      expect(seenOf(answer)).toEqual(seenOf(await ask([formType, bearer()], body)));
    }
  });

  it('which is none the worse for clients that leave in the middle of their question', async () => {
    const { access } = await app().tokensOf();
    const whole = requestOf('/oauth/introspect', [formType, bearer()], `token=${access}`);
    const socket = connect(port, '127.0.0.1', () => socket.write(whole.slice(0, -9)));
    await wait(50);
    socket.resetAndDestroy();
    expect(await ask([formType, bearer()], `token=${access}`)).toMatch(/"active":true/);
  });

  it('which answers in order what was sent at once, be it answered before the router or behind the router', async () => {
    const { access } = await app().tokensOf();
    const [plain, odd] = [`token=${access}`, 'token='].map((body) => requestOf('/oauth/introspect', [formType, bearer()], body));
    const open = (request: string) => request.replace('Connection: close\r\n', '');
    const answer = await rawAnswer(port, `${open(odd)}${open(plain)}${open(odd)}${plain}`);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['400', '200', '400', '200']);
  });

  it('which says no more of a verifier that was deleted while its question was on the way', async () => {
    const headers = await app().signIn();
    const { body } = await app().request('POST', '/v1/verifiers', { headers, body: { name: 'short-lived' } });
    const { access } = await app().tokensOf();
    const whole = requestOf('/oauth/introspect', [formType, `Authorization: Bearer ${body.credential}`], `token=${access}`);
    const answer = await rawAnswer(port, [whole.slice(0, -5), whole.slice(-5)], () =>
      app().request('DELETE', `/v1/verifiers/${body.verifier.id}`, { headers }),
    );
    expect(answer.slice(9, 12)).toBe('401');
  });
});
