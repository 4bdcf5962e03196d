import { type Attempt, claimsOf } from './hostile-requests.js';

/** These change what is good, so they come last. */
export const attemptsThatChange: readonly Attempt[] = [
  [
    'N83',
    'the token of a deleted service account, once another has its name',
    '401 200',
    async (at) => {
      const headers = await at.app.signIn();
      const [{ id, name }] = (await at.app.request('GET', '/v1/service-accounts', { headers })).body.items;
      await at.app.request('DELETE', `/v1/service-accounts/${id}`, { headers });
      const again = (await at.app.request('POST', '/v1/service-accounts', { headers, body: { name, role: 'manager' } })).body;
      return `${await at.auth(`Token ${at.robot}`)} ${await at.auth(`Token ${again.credential}`)}`;
    },
  ],
  [
    'N23',
    'a key that was retired',
    '401 401',
    async ({ app }) => {
      const { access, personal } = await app.tokensOf();
      const { kid } = JSON.parse(Buffer.from(access.split('.')[0], 'base64url').toString());
      await app.request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app.signIn() });
      const status = async (authorization: string) => (await app.request('GET', '/v1/auth', { headers: { authorization } })).status;
      const refreshed = await app.request('POST', '/api/token/refresh', { body: { refresh: personal } });
      return `${await status(`Bearer ${access}`)} ${refreshed.status}`;
    },
  ],
  [
    'N59',
    'an access token a second before it ends, and a tenth of a second after',
    '200 401',
    async (at) => {
      const { access } = await at.app.tokensOf();
      const { clock } = at.app;
      clock.stop();
      clock.advance(claimsOf(access).iat + 300 - clock.now().getTime() / 1000 - 1);
      const before = await at.auth(`Bearer ${access}`);
      clock.advance(1.1);
      return `${before} ${await at.auth(`Bearer ${access}`)}`;
    },
  ],
  [
    'N80',
    'an expired personal access token under Token, as the SDK sends it',
    '401 401',
    async (at) => {
      const { personal } = await at.app.tokensOf();
      at.app.clock.advance(366 * 86_400);
      const headers = { authorization: `Token ${personal}` };
      const answer = await at.app.request('GET', '/api/current-user/whoami', { headers });
      const isEchoed = answer.text.includes(personal.split('.')[2]);
      return `${isEchoed ? 'echoed' : answer.status} ${await at.auth(headers.authorization)}`;
    },
  ],
];
