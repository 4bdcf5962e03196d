import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';
import type { HeaderLines } from './wire.js';

const notProvided = 'Authentication credentials were not provided.';

/** What a client that was given `headers={"X-API-Key": …}` sends: the value as it is, but for a personal access token. */
describe('X-API-Key', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('manager'));
  });

  const clientWith = (...credential: HeaderLines) => new SdkClient(url, credential);
  const whoamiWith = (...credential: HeaderLines) => clientWith(...credential).get('/api/current-user/whoami');

  it.each<[string, (has: Equipped) => string]>([
    ['a legacy token', ({ legacy }) => legacy],
    ['an access token', ({ access }) => access],
  ])('authenticates with %s, alone and instead of an Authorization header', async (_what, key) => {
    const apiKey = ['X-API-Key', key(someone)] as const;
    for (const more of [[], [['Authorization', 'Token zzz']], [['Authorization', 'Bearer a.b.c']]] as HeaderLines[]) {
      const { status, body } = await whoamiWith(apiKey, ...more);
      expect([status, body.email]).toEqual([200, someone.person.email]);
    }
  });

  it('authenticates with a personal access token once the client has exchanged it, which it does first', async () => {
    const exchanged = await SdkClient.exchange(url, someone.personal);
    expect(exchanged.status).toBe(200);
    expect((await whoamiWith(['X-API-Key', exchanged.body.access])).body.email).toBe(someone.person.email);
  });

  it('is what counts where it is bad, however good the Authorization header and the session are', async () => {
    const good: HeaderLines = [
      ['Authorization', `Bearer ${someone.access}`],
      ['Cookie', someone.session.cookie],
    ];
    expectEnvelope(await whoamiWith(['X-API-Key', '0'.repeat(40)], ...good), 401, 'Invalid token.');
    expectEnvelope(await whoamiWith(['X-API-Key', 'a.b.c'], ...good), 401, notProvided);
  });

  it('is a Bearer where it has three parts, and a Token where it has not', async () => {
    expectEnvelope(await whoamiWith(['X-API-Key', someone.personal]), 401, notProvided);
    expectEnvelope(await whoamiWith(['X-API-Key', asListed(someone.personal)]), 401, 'Invalid token.');
  });

  it('may ask for all that its holder may ask for, with and without a body', async () => {
    const client = clientWith(['X-API-Key', someone.legacy]);
    expect((await client.get('/api/jwt/settings')).status).toBe(200);
    expect((await client.get('/api/current-user/token')).body).toMatchObject({ token: someone.legacy });
    expect((await client.post('/api/token/')).status).toBe(409);
    expect((await client.post('/api/token/rotate/', { refresh: someone.personal })).status).toBe(200);
  });
});
