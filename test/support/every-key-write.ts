import { makeKey } from './api-keys.js';
import { cookieOf, type Prepare } from './preparation.js';

const day = { role: 'annotator', validitySeconds: 86_400 };

const onKey =
  (act: string, body?: unknown): Prepare =>
  async ({ app, owner }) => ({
    path: `/v1/api-keys/${(await makeKey(app, { allowedIpCidrs: ['10.0.0.0/8'] }, owner)).id}${act}`,
    headers: owner,
    body,
  });

/** The commands of `/v1/api-keys`, by their routes. */
export const everyKeyWrite: Readonly<Record<string, readonly Prepare[]>> = {
  'POST /v1/api-keys': [
    async (given) => ({
      path: '/v1/api-keys',
      headers: cookieOf((await given.person()).session),
      body: { ...day, name: 'nightly', allowedIpCidrs: ['10.0.0.0/8'] },
    }),
    async (given) => ({
      path: '/v1/api-keys',
      headers: { ...given.owner, 'idempotency-key': given.unique },
      body: { ...day, name: 'theirs', userEmail: (await given.person()).email },
    }),
  ],
  'PATCH /v1/api-keys/{id}': [onKey('', { name: 'weekly', allowedIpCidrs: ['10.0.0.1'] })],
  'POST /v1/api-keys/{id}/rotate': [onKey('/rotate'), onKey('/rotate', { overlapSeconds: 60, endsOnFirstUse: true })],
  'DELETE /v1/api-keys/{id}': [
    onKey(''),
    async ({ app, owner }) => {
      const parent = await makeKey(app, {}, owner);
      await makeKey(app, {}, parent.headers);
      return { path: `/v1/api-keys/${parent.id}?descendants=true`, headers: owner };
    },
  ],
};
