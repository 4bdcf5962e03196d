import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../../support/running-app.js';

const times = 25;

describe('Anyone who wrote something finds it in the very next answer, without naming a position (W-7)', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  type Headers = { cookie: string };
  const write = async (headers: Headers, method: string, path: string, body?: unknown) => {
    const answer = await app().request(method, path, { headers, body });
    expect(`${method} ${path} ${answer.status < 300}`).toBe(`${method} ${path} true`);
    return answer.body;
  };
  const read = async (headers: Headers, path: string) => (await app().request('GET', path, { headers })).text;

  /** What is written, the list in which it must be then, and the text by which it is found. */
  const lists: [string, (headers: Headers, n: number) => Promise<string>][] = [
    [
      '/v1/users?limit=200',
      async (headers, n) => (await write(headers, 'POST', '/v1/users', { email: `n${n}@example.com`, role: 'manager' })).id,
    ],
    ['/v1/tokens?limit=200', async (headers) => (await write(headers, 'POST', '/v1/tokens', { kind: 'personal' })).token.id],
    ['/v1/verifiers?limit=200', async (headers, n) => (await write(headers, 'POST', '/v1/verifiers', { name: `v${n}` })).verifier.id],
    ['/v1/sessions', () => signedIn()],
    [
      '/v1/activity',
      async (headers, n) => {
        const { id } = await write(headers, 'POST', '/v1/users', { email: `a${n}@example.com`, role: 'manager' });
        await write(headers, 'POST', `/v1/users/${id}/disable`);
        return `"UserDisabled","stream":"user-${id}"`;
      },
    ],
    [
      '/api/token',
      async (headers) => {
        const { credential } = await write(headers, 'POST', '/v1/tokens', { kind: 'personal' });
        return credential.split('.').slice(0, 2).join('.');
      },
    ],
    [
      '/v1/organization',
      async (headers, n) => {
        await write(headers, 'PATCH', '/v1/organization', { personalAccessTokenTtlDays: 100 + n });
        return `"personalAccessTokenTtlDays":${100 + n}`;
      },
    ],
    [
      '/v1/service-accounts',
      async (headers, n) => {
        const [known] = (await app().request('GET', '/v1/service-accounts', { headers })).body.items;
        if (known) await write(headers, 'DELETE', `/v1/service-accounts/${known.id}`);
        return (await write(headers, 'POST', '/v1/service-accounts', { name: `robot ${n}`, role: 'manager' })).serviceAccount.id;
      },
    ],
  ];
  const signedIn = async () => {
    const { email, password } = app().owner;
    return (await app().request('POST', '/v1/sessions', { body: { email, password } })).body.id;
  };

  it.each(lists)('in %s', async (path, make) => {
    const headers = await app().signIn();
    for (let n = 0; n < times; n += 1) {
      const found = await make(headers, n);
      expect(`${n} ${(await read(headers, path)).includes(found)}`).toBe(`${n} true`);
    }
  });
});
