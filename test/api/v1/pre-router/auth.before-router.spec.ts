import { describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

/** What a proxy and its users see, without the headers that the framework adds to every answer. */
function seenOf(answer: string): string[] {
  const [head, body] = answer.split('\r\n\r\n');
  const [status, ...headers] = head.split('\r\n');
  const own = headers.filter((line) =>
    /^(x-keyledger-|content-(type|length):|cache-control|www-authenticate|retry-after|connection)/i.test(line),
  );
  return [status, ...own, body.replace(/"requestId":"[^"]+"/, '')];
}

describe('GET /v1/auth', () => {
  const app = runningApp();

  describe('is answered before the router', () => {
    let port = 0;
    const ask = async (line: string, headers: readonly string[]) => {
      port ||= Number(new URL(await app().listen()).port);
      return rawAnswer(port, `${[line, 'Host: a', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`);
    };

    it('which answers as the one behind it, whatever is presented', async () => {
      const { access, personal } = await app().tokensOf();
      const robot = await app().request('POST', '/v1/service-accounts', {
        headers: await app().signIn(),
        body: { name: 'robot', role: 'reviewer', workspaceIds: ['w1', 'w2'] },
      });
      const { credential } = robot.body;
      const cases: readonly (readonly string[])[] = [
        [],
        ['Authorization: '],
        ['Authorization: Bearer'],
        ['Authorization: Bearer '],
        [`Authorization: Bearer ${access}`],
        [`authorization: BEARER ${access}`],
        [`AUTHORIZATION: Bearer   ${access}`],
        [`Authorization: Bearer\t${access}`],
        [`Authorization:Bearer ${access}\t`],
        [`Authorization: Bearer ${access} `],
        [`Authorization: Bearer ${access} ${access}`],
        [`Authorization: Bearer ${access}\u00a0`],
        [`Authorization: Bearer\u00a0${access}`],
        [`Authorization: Bearer ${personal}`],
        [`Authorization: Token ${access}`],
        [`Authorization: Basic ${access}`],
        [`Authorization: Token ${credential}`],
        [`Authorization: Bearer ${credential}`],
        [`Authorization: Bearer ${credential.slice(0, -1)}`],
        [`X-API-Key: ${credential}`],
        [`Authorization: Bearer ${access}`, `Authorization: Bearer ${access}`],
        [`Authorization: Bearer ${access}`, `x-api-key: ${credential}`],
        [`Authorization: Bearer ${access}`, 'Keyledger-Min-Position: nonsense'],
        [`Authorization: Bearer ${access}`, 'X-Keyledger-User: somebody', 'Cookie: keyledger_session=x'],
        [`Authorization: Bearer ${access}`, 'Content-Type: application/x-www-form-urlencoded'],
        [`Authorization: Bearer ${access}`, ...Array.from({ length: 2100 }, () => 'a:b'), 'Authorization: Bearer x'],
      ];
      const seen = new Set<string>();
      for (const headers of cases) {
        const [first, behind] = [await ask('GET /v1/auth HTTP/1.1', headers), await ask('GET /v1/auth/ HTTP/1.1', headers)];
        expect([headers, ...seenOf(first)]).toEqual([headers, ...seenOf(behind)]);
        seen.add(first.slice(9, 12));
      }
      expect([...seen].sort()).toEqual(['200', '401', '503']);
    });

    it.each([
      ['without a host', 'GET /v1/auth HTTP/1.1', []],
      ['with two hosts', 'GET /v1/auth HTTP/1.1', ['Host: a', 'Host: b']],
      [
        'with a second host after very many headers',
        'GET /v1/auth HTTP/1.1',
        ['Host: a', ...Array.from({ length: 2100 }, () => 'a:b'), 'Host: b'],
      ],
      ['of no version', 'GET /v1/auth', []],
    ])('which leaves a request %s to the router, where it is refused as one', async (_what, line, headers) => {
      port ||= Number(new URL(await app().listen()).port);
      const answer = await rawAnswer(port, `${[line, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json/i);
      expect(answer).toContain('"code":"request/invalid"');
    });

    it('which ignores the query, whatever its names: an application passes on what its own clients sent', async () => {
      const { access } = await app().tokensOf();
      for (const query of ['?__proto__=x', '?limit=many', '?access_token=x', '?']) {
        const answer = await ask(`GET /v1/auth${query} HTTP/1.1`, [`Authorization: Bearer ${access}`]);
        expect([query, answer.slice(9, 12)]).toEqual([query, '200']);
      }
    });

    it('on which no hook of the router runs', async () => {
      const answer = await ask('GET /v1/auth HTTP/1.1', []);
      expect(answer).not.toMatch(/x-request-id|content-security-policy|x-frame-options/i);
      expect(await ask('GET /v1/users/me HTTP/1.1', [])).toMatch(/x-request-id/i);
    });

    it('which takes no other method and no other path', async () => {
      for (const line of ['POST /v1/auth HTTP/1.1', 'DELETE /v1/auth HTTP/1.1']) expect((await ask(line, [])).slice(9, 12)).toBe('405');
      for (const line of ['GET /v1/authx HTTP/1.1', 'GET //v1/auth HTTP/1.1']) expect((await ask(line, [])).slice(9, 12)).toBe('404');
      expect((await ask('HEAD /v1/auth HTTP/1.1', [])).slice(9, 12)).toBe('401');
      expect((await ask('GET /v1/auth?x=1 HTTP/1.1', [])).slice(9, 12)).toBe('401');
    });
  });
});
