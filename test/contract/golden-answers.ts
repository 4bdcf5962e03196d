import type { Answer, TestApp } from '../support/test-app.js';

/** The credentials that were issued when the directory was made, and how they are presented. */
export interface Held {
  readonly name: string;
  readonly as: 'access' | 'personal' | 'legacy' | 'service-account' | 'session' | 'verifier' | 'password-reset';
  readonly text: string;
}

/** By question: what the server said to it. */
export type Answers = Record<string, unknown>;

const schemes = { access: 'Bearer', legacy: 'Token', 'service-account': 'Bearer' } as const;

/** Asks for every list, then for a verdict on every credential; asking changes nothing that is asked for later. */
export async function answersOf(app: TestApp, held: readonly Held[], ownerIds: readonly string[]): Promise<Answers> {
  const owner = named(held, 'session of the owner');
  const verifier = named(held, 'verifier');
  const answers: Answers = {};
  for (const path of lists(ownerIds)) answers[`GET ${path}`] = bodyOf(await app.request('GET', path, { headers: { cookie: owner.text } }));
  for (const one of held) {
    if (one.as in schemes) {
      const headers = { authorization: `${schemes[one.as as keyof typeof schemes]} ${one.text}` };
      answers[`/v1/auth: ${one.name}`] = admittedAs(await app.request('GET', '/v1/auth', { headers }));
      answers[`whoami: ${one.name}`] = bodyOf(await app.request('GET', '/api/current-user/whoami', { headers }));
    }
    if (one.as === 'session')
      answers[`me: ${one.name}`] = bodyOf(await app.request('GET', '/v1/users/me', { headers: { cookie: one.text } }));
    if (one.as === 'personal') {
      const { status } = await app.request('POST', '/api/token/refresh', { body: { refresh: one.text } });
      answers[`refresh: ${one.name}`] = status;
    }
    if (one.as !== 'session' && one.as !== 'verifier') {
      const asking = { headers: { authorization: `Bearer ${verifier.text}` }, form: { token: one.text } };
      answers[`introspect: ${one.name}`] = bodyOf(await app.request('POST', '/oauth/introspect', asking));
    }
  }
  // This comes last, because a redeemed link ends the sessions of its person.
  for (const { name, as, text } of held) {
    if (as !== 'password-reset') continue;
    const body = { secret: text, newPassword: 'one-more-long-and-quiet-river' };
    answers[`redeem: ${name}`] = (await app.request('POST', '/v1/password-resets', { body })).status;
  }
  return answers;
}

const lists = (ownerIds: readonly string[]) => [
  '/v1/activity?limit=200',
  '/v1/users?limit=200',
  '/v1/service-accounts?limit=200',
  '/v1/verifiers',
  '/v1/signing-keys',
  '/v1/organization',
  ...ownerIds.map((id) => `/v1/tokens?limit=200&ownerId=${id}`),
];

export function named(held: readonly Held[], name: string): Held {
  const found = held.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody holds a ${name}.`);
  return found;
}

function bodyOf({ status, body }: Answer): unknown {
  return status === 200 ? body : status;
}

/** The identity that a protected application would be given. */
function admittedAs({ status, headers }: Answer): unknown {
  if (status !== 200) return status;
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header.startsWith('x-keyledger-')));
}
