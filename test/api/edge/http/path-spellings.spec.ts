import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../../support/label-studio.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('However a path is spelled (SR-21)', () => {
  const app = runningApp();

  it('the route that answers decides the dialect', async () => {
    expectEnvelope(await app().request('GET', '/%61pi/current-user/whoami'), 401, 'Authentication credentials were not provided.');
    expectEnvelope(await app().request('GET', '/%61pi/nothing'), 404, 'Not found.');
    expectEnvelope(await app().request('PUT', '/%61pi/token/'), 405, 'Method "PUT" not allowed.');
    expectProblem(await app().request('GET', '/v1/%75sers/me'), 401, 'credential/missing');
  });

  it('it decides which credentials count', async () => {
    const { access } = await app().tokensOf();
    const whoami = (headers: Record<string, string>) => app().request('GET', '/%61pi/current-user/%77hoami/', { headers });
    expect((await whoami({ 'x-api-key': access, authorization: 'Token nonsense' })).status).toBe(200);
    expect((await whoami({ authorization: `bearer ${access}` })).status).toBe(401);
  });

  it('it decides whether a form is taken', async () => {
    const { email, password } = app().owner;
    expect((await app().request('POST', '/v1/%73essions', { form: { email, password } })).status).toBe(415);
    expectEnvelope(await app().request('POST', '/%61pi/token/refresh', { form: { refresh: 'nonsense' } }), 401, 'Token is invalid');
  });

  it('a method that a path does not have is 405 and says which it has', async () => {
    const answer = await app().request('PATCH', '/v1/%75sers');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
    expect((await app().request('QUERY', '/health')).status).toBe(405);
  });

  it('where no route answers, a broken body is not what is wrong', async () => {
    expect((await app().request('POST', '/v1/nothing', { rawBody: '{' })).status).toBe(404);
    expect((await app().request('PUT', '/v1/users', { rawBody: '{' })).status).toBe(405);
    expect((await app().request('POST', '/v1/%zz', { rawBody: '{' })).status).toBe(400);
  });
});
