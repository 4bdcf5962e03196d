import { cookieOf, type Prepare } from './preparation.js';

const overlap = { overlapSeconds: 60, endsOnFirstUse: true };

const onToken =
  (kind: 'personal' | 'legacy', act: string, body?: unknown): Prepare =>
  async (given) => {
    const { id, session } = await given.token(kind, kind === 'personal' ? 'laptop' : undefined);
    return { path: `/v1/tokens/${id}${act}`, headers: session, body };
  };

/** The commands of `/v1/tokens`, by their routes. */
export const everyTokenWrite: Readonly<Record<string, readonly Prepare[]>> = {
  'POST /v1/tokens': [
    async (given) => ({
      path: '/v1/tokens',
      headers: cookieOf((await given.person()).session),
      body: { kind: 'personal', name: 'laptop' },
    }),
    async (given) => ({ path: '/v1/tokens', headers: cookieOf((await given.person()).session), body: { kind: 'legacy' } }),
    async (given) => ({
      path: '/v1/tokens',
      headers: { ...cookieOf((await given.person()).session), 'idempotency-key': 'token' },
      body: { kind: 'personal' },
    }),
  ],
  'DELETE /v1/tokens/{id}': [onToken('personal', ''), onToken('legacy', '')],
  'PATCH /v1/tokens/{id}': [onToken('personal', '', { name: 'desk' })],
  'POST /v1/tokens/revoke': [
    async (given) => ({
      path: '/v1/tokens/revoke',
      headers: given.owner,
      body: { ids: [(await given.token('personal')).id, (await given.token('legacy')).id], cause: 'unused' },
    }),
  ],
  'POST /v1/tokens/{id}/revoke': [onToken('personal', '/revoke', { cause: 'unused' })],
  'POST /v1/tokens/{id}/renew': [onToken('legacy', '/renew')],
  'POST /v1/tokens/{id}/reveal': [],
  'POST /v1/tokens/{id}/rotate': [onToken('personal', '/rotate'), onToken('personal', '/rotate', overlap)],
  'DELETE /v1/tokens/{id}/generations/{generation}': [(given) => given.replacedGeneration(overlap)],
};
