import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
describe('smoke', () => {
  let app: TestApp;
  beforeAll(async () => { app = await TestApp.start(); });
  afterAll(() => app.close());
  it('works', async () => {
    const s = await app.signIn();
    const c = await app.request('POST', '/api/token', { headers: s });
    console.log(c.status, c.text, c.headers);
    const access = await app.exchange(c.body.token);
    const h = { authorization: `Bearer ${access}` };
    for (const [m, p, o] of [['GET','/api/current-user/whoami',{headers:h}],['GET','/api/token/',{headers:h}],['GET','/v1/auth',{headers:h}],['GET','/api/jwt/settings/',{headers:h}],
      ['POST','/api/token/',{headers:h}],['GET','/api/current-user/token',{headers:h}],['GET','/nope',{}],['GET','/api/nope',{}],['DELETE','/api/token',{}],['GET','/v1/%zz',{}],['POST','/v1/sessions',{rawBody:'{'}],['POST','/api/token/refresh',{rawBody:'{'}],
      ['POST','/api/token/refresh',{body:{}}],['POST','/api/token/rotate',{headers:h,body:{refresh:c.body.token}}],['GET','/v1/auth',{headers:h}],['GET','/health/ready',{}],['GET','/health',{}],['GET','/.well-known/jwks.json',{}],['GET','/api/version/',{}],
      ['POST','/api/jwt/settings',{headers:s,body:{api_token_ttl_days:10,legacy_api_tokens_enabled:true}}],['GET','/api/current-user/token/',{headers:s}],['GET','/user/login/',{}],['POST','/user/login/',{form:{email:'owner@example.com',password:'a-long-and-quiet-river'}}],['GET','/v1/sessions',{headers:s}],['DELETE','/v1/sessions/current',{headers:s}],['GET','/v1/sessions',{headers:s}]] as any) {
      const a = await app.request(m, p, o);
      console.log(m, p, a.status, a.text.slice(0, 900), a.headers['www-authenticate'] ?? '', a.headers['keyledger-position'] ?? '');
    }
  });
});
