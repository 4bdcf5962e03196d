import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

describe('Bytes that are no request, behind requests that are', () => {
  const app = runningApp();
  let port = 0;
  let cookie: string;
  beforeAll(async () => {
    port = Number(new URL(await app().listen()).port);
    ({ cookie } = (await app().signIn()) as { cookie: string });
  });

  const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  const registration = (email: string, ...headers: readonly string[]) => {
    const body = JSON.stringify({ email, role: 'annotator' });
    const lines = ['POST /v1/users HTTP/1.1', 'Host: a', `Cookie: ${cookie}`, 'Content-Type: application/json', ...headers];
    return [...lines, `Content-Length: ${body.length}`, '', body].join('\r\n');
  };

  it('are refused after those were answered, for what was done must not look refused', async () => {
    const answer = await rawAnswer(port, `${registration('one@example.org')}${registration('two@example.org')}nonsense\r\n\r\n`);
    expect(statusesIn(answer)).toEqual(['201', '201', '400']);
  });

  it('are refused once, however many pieces they come in', async () => {
    const answer = await rawAnswer(port, [`${registration('three@example.org')}nonsense\r\n\r\n`, 'more\r\n\r\n', 'and more\r\n\r\n']);
    expect(statusesIn(answer)).toEqual(['201', '400']);
  });

  it('are not answered where the request before was the last', async () => {
    const answer = await rawAnswer(port, `${registration('four@example.org', 'Connection: close')}nonsense\r\n\r\n`);
    expect(statusesIn(answer)).toEqual(['201']);
  });

  it('are refused like a wish for a tunnel, of which anyone who leaves meanwhile is none the worse', async () => {
    const tunnel = 'CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\n\r\n';
    const answer = await rawAnswer(port, tunnel);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(statusesIn(await rawAnswer(port, `${registration('six@example.org')}${tunnel}`))).toEqual(['201', '400']);
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${registration('seven@example.org')}${tunnel}`, () => socket.resetAndDestroy()),
    );
    await once(socket, 'close');
    expect(statusesIn(await rawAnswer(port, `${registration('eight@example.org')}nonsense\r\n\r\n`))).toEqual(['201', '400']);
  });

  it('are refused at once where they are the body of that request', async () => {
    const head = 'POST /v1/users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answers = [
      await rawAnswer(port, `${head}zz\r\n`),
      await rawAnswer(port, `${registration('five@example.org')}${head}2\r\n{}zz\r\n`),
    ];
    expect(answers.map(statusesIn)).toEqual([['400'], ['201', '400']]);
  });
});
