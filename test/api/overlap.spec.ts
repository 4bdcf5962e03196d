import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Credential, kinds, type Replaceable, recordedUse, replaceable } from '../support/overlaps.js';
import { runningApp } from '../support/running-app.js';

describe('A credential that was replaced with an overlap', () => {
  const app = runningApp();
  let verifier: string;
  beforeAll(async () => {
    const { body } = await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body: { name: 'gateway' } });
    verifier = `Basic ${Buffer.from(`${body.verifier.id}:${body.credential}`).toString('base64')}`;
  });

  const getsIn = async (path: string, { header: authorization }: Credential) =>
    (await app().request('GET', path, { headers: { authorization } })).status === 200;
  /** A question with a parameter more is not asked before the router. */
  const isIntrospected = async ({ header }: Credential, more: Record<string, string> = {}) => {
    const form = { token: header.split(' ')[1], ...more };
    return (await app().request('POST', '/oauth/introspect', { headers: { authorization: verifier }, form })).body.active;
  };
  const refreshes = async ({ text: refresh }: Credential) =>
    (await app().request('POST', '/api/token/refresh', { body: { refresh } })).status === 200;

  /** Everything that ever asks whether a credential is good. */
  const surfaces: readonly (readonly [string, (credential: Credential) => Promise<boolean>])[] = [
    ['GET /v1/auth', (credential) => getsIn('/v1/auth', credential)],
    ['another spelling of it, behind the router', (credential) => getsIn('/v1/auth?x', credential)],
    ['a native route', (credential) => getsIn('/v1/tokens', credential)],
    ['a route of Label Studio', (credential) => getsIn('/api/current-user/whoami', credential)],
    ['introspection', (credential) => isIntrospected(credential)],
    ['introspection behind the router', (credential) => isIntrospected(credential, { token_type_hint: 'access_token' })],
  ];

  const hour = { overlapSeconds: 3600 };
  const untilUsed = { ...hour, endsOnFirstUse: true };
  const revoke = async ({ tokenId }: Replaceable) => {
    const { status } = await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: await app().signIn() });
    expect(status).toBe(204);
  };

  /** How each came about, and whether the first credential of the token is good then. */
  const stages: readonly (readonly [string, boolean, (token: Replaceable) => Promise<unknown>])[] = [
    ['within the overlap', true, (token) => token.replace(hour)],
    ['within the overlap, which the first use of the new one would end', true, (token) => token.replace(untilUsed)],
    ['replaced without one', false, (token) => token.replace()],
    ['replaced with an overlap of no seconds', false, (token) => token.replace({ overlapSeconds: 0 })],
    [
      'after its end',
      false,
      async (token) => {
        await token.replace({ overlapSeconds: 60 });
        app().clock.advance(60);
      },
    ],
    [
      'after the first use of the new one',
      false,
      async (token) => {
        const shown = await token.shownIn(await token.replace(untilUsed));
        expect(await getsIn('/v1/auth', shown)).toBe(true);
        await recordedUse(app(), token.tokenId);
      },
    ],
    [
      'after a use of the new one that was to end nothing',
      true,
      async (token) => expect(await getsIn('/v1/auth', await token.shownIn(await token.replace(hour)))).toBe(true),
    ],
    [
      'after a revocation',
      false,
      async (token) => {
        await token.replace(hour);
        await revoke(token);
      },
    ],
    [
      'older than the old one',
      false,
      async (token) => {
        await token.replace(hour);
        await token.replace(hour);
      },
    ],
    [
      'ended by itself',
      false,
      async (token) => {
        const newest = await token.shownIn(await token.replace(hour));
        const headers = await app().signIn();
        expect((await app().request('DELETE', `/v1/tokens/${token.tokenId}/generations/1`, { headers })).status).toBe(204);
        expect(await getsIn('/v1/auth', newest)).toBe(true);
      },
    ],
  ];

  const cells = kinds.flatMap((kind) => stages.map(([stage, isGood, bring]) => [kind, stage, isGood, bring] as const));

  it.each(cells)('of a %s token, %s, is good on every surface: %s', async (kind, _stage, isGood, bring) => {
    const token = await replaceable(app(), kind);
    await bring(token);
    const asked = kind === 'personal' ? [...surfaces, ['an exchange', refreshes] as const] : surfaces;
    const answers = [];
    for (const [surface, ask] of asked) answers.push([surface, await ask(token.first)]);
    expect(answers).toEqual(asked.map(([surface]) => [surface, isGood]));
  });

  it.each(kinds)('is judged alike by a start that reads the log, or the snapshot of the index: a %s token', async (kind) => {
    const tokens = [];
    for (const [, isGood, bring] of stages) {
      const token = await replaceable(app(), kind);
      await bring(token);
      tokens.push({ token, isGood });
    }
    // Time went on for all of them.
    const expected = tokens.map(({ isGood }) => isGood);
    await app().restart();
    const judged = [];
    for (const { token } of tokens) judged.push(await getsIn('/v1/auth', token.first));
    expect(judged).toEqual(expected);
  });
});
