import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /v1/sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('answers 201 with the session, and the credential only in a cookie', async () => {
    const { email, password, id } = app.owner;
    const answer = await app.request('POST', '/v1/sessions', { body: { email, password } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ id: expect.any(String), userId: id, expiresAt: expect.any(String) });
    const cookie = [answer.headers['set-cookie']].flat().find((text) => text?.startsWith('keyledger_session='));
    expect(cookie).toMatch(/^keyledger_session=kl_se_[0-9A-Za-z]{49}; .*Path=\/.*HttpOnly.*SameSite=Lax/);
    expect(answer.text).not.toContain('kl_se_');
    expect(answer.headers['keyledger-position']).toMatch(/^[0-9a-f-]{36}:\d+$/);
  });

  it('takes the address in any case and with blanks around it', async () => {
    const { password } = app.owner;
    const answer = await app.request('POST', '/v1/sessions', { body: { email: ' Owner@Example.COM ', password } });
    expect(answer.status).toBe(201);
  });
});
