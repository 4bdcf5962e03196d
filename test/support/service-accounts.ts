import type { Answer, TestApp } from './test-app.js';

/** What specs of service accounts do to the server that `app` answers with. */
export const serviceAccounts = (app: () => TestApp) => ({
  /** Raises the allowance of the first organization, which is one account. */
  allow: async (serviceAccountAllowance: number): Promise<Answer> =>
    app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance } }),

  /** Creates one, as the first owner unless other headers are given. */
  create: async (account: object, headers?: Record<string, string>): Promise<Answer> =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account }),

  /** The status of a request with this credential. */
  use: async (credential: string): Promise<number> =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status,
});
