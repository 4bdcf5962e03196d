import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';
import { type Equipped, equipped } from './person.js';

/** The clients keep their connection, and what they send comes in the pieces in which their libraries write it. */
describe('One connection of a client', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let host: string;
  let someone: Equipped;
  beforeAll(async () => {
    ({ host } = new URL(await app().listen()));
    someone = await equipped(app(), await app().register('annotator'));
  });

  const head = (line: string, ...more: readonly string[]) => [
    `${line} HTTP/1.1`,
    `Host: ${host}`,
    ...more,
    'Accept: */*',
    'Accept-Encoding: gzip, deflate',
    `Authorization: Token ${someone.legacy}`,
  ];
  const bytes = (lines: readonly string[], body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;
  const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  const answersTo = async (pieces: readonly string[]) => statusesIn(await rawAnswer(Number(new URL(`http://${host}`).port), pieces));

  it('carries a POST without a body, and then the next request', async () => {
    const kept = 'Connection: keep-alive';
    const pieces = [
      bytes(head('POST /api/token/', 'Content-Length: 0', kept)),
      bytes(head('GET /api/token/', kept)),
      bytes(head('POST /api/token/', 'Content-Length: 0', 'Connection: close')),
    ];
    expect(await answersTo(pieces)).toEqual([409, 200, 409]);
  });

  it('carries a request whose body follows its head by itself, and one that is cut anywhere', async () => {
    const body = JSON.stringify({ refresh: someone.personal });
    const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
    const request = bytes(head('POST /api/token/refresh/', ...lines), body);
    const end = request.length - body.length;
    for (const cut of [end, 10, end - 2, end + 1, request.length - 1]) {
      expect(await answersTo([request.slice(0, cut), request.slice(cut)])).toEqual([200]);
    }
  });

  it('tells once where the answer ends, so that the next is found: by its length, or by having none', async () => {
    const body = JSON.stringify({ refresh: someone.personal });
    const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const requests = [
      bytes(head('GET /api/current-user/whoami')),
      bytes(head('POST /api/token/blacklist/', ...lines, 'Connection: close'), body),
    ];
    const answer = await rawAnswer(Number(new URL(`http://${host}`).port), requests);
    const [whoami, blacklisted] = answer.split(/(?=HTTP\/1\.1 204)/);
    const [first, shown] = whoami.split('\r\n\r\n');
    expect(first).toMatch(/\r\ncontent-length: \d+/i);
    expect(JSON.parse(shown).email).toBe(someone.person.email);
    expect(blacklisted).toMatch(/\r\n\r\n$/);
    expect(blacklisted).not.toMatch(/\r\n(content-length: [1-9]|transfer-encoding:|content-encoding:)/i);
  });
});
