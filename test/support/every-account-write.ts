import { cookieOf, type Prepare } from './preparation.js';

const onAccount =
  (act: string, body?: unknown): Prepare =>
  async (given) => {
    const { serviceAccount } = (await given.post('/v1/service-accounts', { name: given.unique, role: 'manager' })).body;
    return { path: `/v1/service-accounts/${serviceAccount.id}${act}`, headers: given.owner, body };
  };

const onAllowanceRequest =
  (answer: string, bodyOf: (unique: string) => unknown): Prepare =>
  async (given) => {
    const headers = cookieOf((await given.person('administrator')).session);
    const path = '/v1/service-accounts/allowance-requests';
    const { id } = (await given.app.request('POST', path, { headers, body: { reason: 'two pipelines' } })).body;
    return { path: `${path}/${id}/${answer}`, headers: given.owner, body: bodyOf(given.unique) };
  };

/** The commands of `/v1/service-accounts`, by their routes. */
export const everyAccountWrite: Readonly<Record<string, readonly Prepare[]>> = {
  'POST /v1/service-accounts': [
    async (given) => ({
      path: '/v1/service-accounts',
      headers: given.owner,
      body: { name: given.unique, role: 'manager', workspaceIds: ['w'] },
    }),
    async (given) => ({
      path: '/v1/service-accounts',
      headers: { ...given.owner, 'idempotency-key': given.unique },
      body: { name: given.unique, role: 'manager' },
    }),
  ],
  'POST /v1/service-accounts/allowance-requests': [
    async (given) => ({
      path: '/v1/service-accounts/allowance-requests',
      headers: cookieOf((await given.person('administrator')).session),
      body: { reason: 'two pipelines' },
    }),
  ],
  'POST /v1/service-accounts/allowance-requests/{id}/grant': [
    onAllowanceRequest('grant', (unique) => ({ allowance: 900 + Number(unique.slice(1)) })),
  ],
  'POST /v1/service-accounts/allowance-requests/{id}/decline': [onAllowanceRequest('decline', () => ({ note: 'share one' }))],
  'DELETE /v1/service-accounts/{id}': [onAccount('')],
  'PATCH /v1/service-accounts/{id}': [onAccount('', { role: 'reviewer', workspaceIds: ['w'] })],
  'POST /v1/service-accounts/{id}/reset-token': [onAccount('/reset-token'), onAccount('/reset-token', { overlapSeconds: 60 })],
};
