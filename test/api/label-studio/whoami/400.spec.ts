import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { rawAnswer } from '../../../support/raw-http.js';

describe('GET /api/current-user/whoami answers 400', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('for two Authorization headers, of which Node would silently drop one', async () => {
    const url = new URL(await app.listen());
    const { access } = await app.tokensOf();
    const lines = [
      'GET /api/current-user/whoami HTTP/1.1',
      `Host: ${url.host}`,
      `Authorization: Bearer ${access}`,
      'authorization: Token x',
      'Connection: close',
      '',
      '',
    ];
    const answer = await rawAnswer(Number(url.port), lines.join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"status_code":400');
  });
});
