import { describe, expect, it } from '@jest/globals';
import { rawAnswer } from '../../../support/raw-http.js';
import { runningApp } from '../../../support/running-app.js';

describe('A request', () => {
  const app = runningApp();
  let url: Promise<string> | null = null;
  const answerTo = async (...lines: string[]) => {
    url ??= app().listen();
    return rawAnswer(Number(new URL(await url).port), [...lines, 'Connection: close', '', ''].join('\r\n'));
  };

  it('without a Host header is refused in the words of the surface', async () => {
    const native = await answerTo('GET /health/live HTTP/1.1');
    expect(native).toMatch(/^HTTP\/1\.1 400 /);
    expect(native).toContain('"code":"request/invalid"');
    expect(await answerTo('GET /api/version HTTP/1.1')).toContain('"validation_errors":{"host":');
  });

  it('with two Host headers is refused, whichever of them is right', async () => {
    expect(await answerTo('GET /health/live HTTP/1.1', 'Host: one.example', 'host: two.example')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('with one is answered, and so is an old client, which sends none', async () => {
    expect(await answerTo('GET /health/live HTTP/1.1', 'Host: one.example')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await answerTo('GET /health/live HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
  });
});
