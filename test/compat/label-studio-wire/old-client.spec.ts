import { beforeAll, describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import { OldClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';
import { send } from './wire.js';

/** `label_studio_sdk.Client`, which knows legacy tokens, and an e-mail address with a password. */
describe('The old client', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('manager'));
  });

  it('begins with the version, in which nothing says that this is the Enterprise server', async () => {
    const { status, body } = await new OldClient(url, someone.legacy).get('/api/version');
    expect([status, body['label-studio-os-package']]).toEqual([200, expect.any(Object)]);
    expect(body).not.toHaveProperty('label-studio-enterprise-backend');
  });

  it('checks its connection', async () => {
    const { status, body } = await new OldClient(url, someone.legacy).get('/health');
    expect([status, body]).toEqual([200, { status: 'UP' }]);
  });

  it('asks with its token, and hears 401 for one that is none', async () => {
    const whoami = (token: string) => new OldClient(url, token).get('/api/current-user/whoami');
    const { status, body } = await whoami(someone.legacy);
    expect([status, body.email]).toEqual([200, someone.person.email]);
    const refused = await whoami('0'.repeat(40));
    expect([refused.status, refused.body.detail]).toEqual([401, 'Invalid token.']);
  });

  it('signs in by form, without a CSRF token as it finds no such cookie, is led to a page that is there, and reads its token', async () => {
    const { email, password } = app().owner;
    const client = new OldClient(url);
    const shown = await client.signIn(email, password);
    expect([shown.status, shown.body.token]).toEqual([200, expect.stringMatching(/^[0-9a-f]{40}$/)]);
    for (const path of ['/api/version', '/health', '/api/current-user/whoami']) expect((await client.get(path)).status).toBe(200);
    expect((await client.get('/api/current-user/whoami')).body.email).toBe(email);
    const again = await new OldClient(url).signIn(email, password);
    expect(again.body.token).toBe(shown.body.token);
  });

  it('gets no token for a wrong password, whether it raises or reads on', async () => {
    const shown = new OldClient(url).signIn(someone.person.email, 'not-the-right-password');
    expect(
      await shown.then(
        ({ body }) => body?.token,
        () => undefined,
      ),
    ).toBeUndefined();
  });

  it.each(['/user/login', '/user/login/'])(
    'may send a CSRF token along at %s, and gets a 2xx or 302 with a cookie that works',
    async (path) => {
      const { email, password } = someone.person;
      const body = new URLSearchParams({ email: email.toUpperCase(), password, csrfmiddlewaretoken: 't'.repeat(64) }).toString();
      const answer = await send(
        url,
        'POST',
        path,
        [
          ['User-Agent', 'python-requests/2.34.2'],
          ['Accept', '*/*'],
          ['Referer', url],
          ['Cookie', `csrftoken=${'t'.repeat(64)}`],
          ['Content-Length', String(Buffer.byteLength(body))],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body,
      );
      expect([200, 201, 204, 302]).toContain(answer.status);
      const shown = await send(url, 'GET', '/api/current-user/token', [['Cookie', answer.cookies.join('; ')]]);
      expect([shown.status, shown.body.token]).toEqual([200, someone.legacy]);
    },
  );

  it('posts JSON in Python’s spelling, forms and nothing at all', async () => {
    const { legacy, personal } = await equipped(app(), await app().register('annotator'));
    const client = new OldClient(url, legacy);
    const rotated = await client.post('/api/token/rotate', { json: { refresh: personal } });
    expect([rotated.status, typeof rotated.body.refresh]).toEqual([200, 'string']);
    const listed = asListed(rotated.body.refresh);
    const blacklisted = await client.post('/api/token/blacklist', { data: { refresh: listed } });
    expect([blacklisted.status, blacklisted.text]).toEqual([204, '']);
    expect((await client.post('/api/token')).status).toBe(201);
    const reset = await client.post('/api/current-user/reset-token');
    expect(reset.status).toBe(201);
    expect((await client.get('/api/current-user/whoami')).status).toBe(401);
    expect((await new OldClient(url, reset.body.token).get('/api/current-user/whoami')).status).toBe(200);
  });
});
