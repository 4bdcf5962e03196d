import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
describe('smoke', () => {
  let app: TestApp;
  beforeAll(async () => { app = await TestApp.start(); });
  afterAll(() => app.close());
  it('works', async () => {
    const s = await app.signIn();
    const r = await app.request('POST', '/v1/users', { headers: s, body: { email: 'mia@example.com', role: 'manager', firstName: 'Mia', password: 'a-long-and-quiet-river' } });
    const mia = r.body;
    const sa = await app.request('POST', '/v1/service-accounts', { headers: s, body: { name: 'robot', role: 'manager', projectIds: ['p1'] } });
    for (const [m, p, o] of [['GET','/v1/users?limit=1',{headers:s}],['GET','/v1/users/me',{headers:s}],['POST',`/v1/users/${mia.id}/disable`,{headers:s}],['POST',`/v1/users/${mia.id}/enable`,{headers:s}],['PUT',`/v1/users/${mia.id}/role`,{headers:s,body:{role:'owner'}}],
    ['POST',`/v1/users/${mia.id}/disable`,{headers:s}],['POST',`/v1/users/${mia.id}/erase`,{headers:s}],['POST',`/v1/users/${mia.id}/password-reset`,{headers:s}],
    ['GET','/v1/auth',{headers:{authorization:'Token '+sa.body.credential}}],['GET','/api/current-user/whoami',{headers:{authorization:'Token '+sa.body.credential}}],['GET','/v1/service-accounts',{headers:s}],['PATCH',`/v1/service-accounts/${sa.body.serviceAccount.id}`,{headers:s,body:{role:'reviewer',projectIds:['p2'],workspaceIds:['w']}}],
    ['GET','/v1/auth',{headers:{authorization:'Bearer '+sa.body.credential}}],['POST',`/v1/service-accounts/${sa.body.serviceAccount.id}/reset-token`,{headers:s}],['GET','/v1/auth',{headers:{authorization:'Bearer '+sa.body.credential}}],['DELETE',`/v1/service-accounts/${sa.body.serviceAccount.id}`,{headers:s}],
    ['PATCH','/v1/organization',{headers:s,body:{legacyTokensEnabled:true,personalAccessTokenTtlDays:0}}],['PATCH','/v1/organization',{headers:s,body:{legacyTokensEnabled:true,personalAccessTokenTtlDays:30}}],['POST','/v1/tokens',{headers:s,body:{kind:'legacy'}}],['POST','/v1/tokens',{headers:s,body:{kind:'personal',name:'ci'}}],['GET','/v1/tokens',{headers:s}],
    ['GET','/v1/activity?limit=3',{headers:s}],['GET','/v1/activity/replay?opened=true',{headers:s}],['GET','/openapi.json',{}],['GET','/docs',{}],['GET','/v1/users?limit=0',{headers:s}]] as any) {
      const a = await app.request(m, p, o);
      console.log(m, p, a.status, a.text.slice(0, 1500), JSON.stringify(Object.fromEntries(Object.entries(a.headers).filter(([k]) => k.includes('keyledger')))));
    }
  });
});
