import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';
import type { WireAnswer } from './wire.js';

const sendsInAll = 3;
const isRepeated = (status: number) => [408, 409, 429].includes(status) || status >= 500;

/** What the SDK does without asking: the same request up to twice more, POST included, and no key that would tell them apart. */
async function asSdk(act: () => Promise<WireAnswer>): Promise<WireAnswer[]> {
  const answers = [await act()];
  while (isRepeated(answers.at(-1)?.status ?? 0) && answers.length < sendsInAll) answers.push(await act());
  return answers;
}

describe('A request that the SDK repeats', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  let client: SdkClient;
  beforeAll(async () => {
    url = await app().listen();
  });
  beforeEach(async () => {
    someone = await equipped(app(), await app().register('administrator'));
    client = SdkClient.withLegacyToken(url, someone.legacy);
  });

  const alreadyValid = 'You already have a valid token. Please revoke it before creating a new one.';
  const listed = async () => (await client.get('/api/token/')).body.map(({ token }: { token: string }) => token);

  it('is `tokens.create` beside a valid token: three times the same 409, and none of them makes or ends one', async () => {
    const answers = await asSdk(() => client.post('/api/token/'));
    expect(answers).toHaveLength(sendsInAll);
    for (const answer of answers) expectEnvelope(answer, 409, alreadyValid);
    expect(await listed()).toEqual([asListed(someone.personal)]);
    expect((await SdkClient.exchange(url, someone.personal)).status).toBe(200);
  });

  it('is `tokens.create` whose answer was lost: 409, and the list is the way to the token that nobody saw', async () => {
    await client.post('/api/token/blacklist/', { refresh: someone.personal });
    const unseen = (await client.post('/api/token/')).body.token;
    expect((await asSdk(() => client.post('/api/token/'))).map(({ status }) => status)).toEqual([409, 409, 409]);
    const [found] = await listed();
    expect(found).toBe(asListed(unseen));
    expect((await client.post('/api/token/blacklist/', { refresh: found })).status).toBe(204);
    expect((await asSdk(() => client.post('/api/token/'))).map(({ status }) => status)).toEqual([201]);
  });

  it('is `tokens.blacklist` whose answer was lost: a bare 404, which is not repeated, and the token is dead', async () => {
    const blacklist = (refresh: string) => client.post('/api/token/blacklist/', { refresh });
    expect((await blacklist(someone.personal)).status).toBe(204);
    for (const form of [someone.personal, asListed(someone.personal)]) {
      const answers = await asSdk(() => blacklist(form));
      expect(answers.map(({ status, body }) => [status, body])).toEqual([[404, { detail: 'Token is invalid or already blacklisted.' }]]);
    }
    expect((await SdkClient.exchange(url, someone.personal)).body.detail).toBe('Token is blacklisted');
  });

  it('is `tokens.rotate` whose answer was lost: 400, which is not repeated, and no second successor', async () => {
    const rotate = () => client.post('/api/token/rotate/', { refresh: someone.personal });
    const { refresh } = (await rotate()).body;
    const answers = await asSdk(rotate);
    expect(answers).toHaveLength(1);
    expectEnvelope(answers[0], 400, 'Validation error', { non_field_errors: ['Invalid refresh token'] });
    expect(await listed()).toEqual([asListed(refresh)]);
    expect((await SdkClient.exchange(url, refresh)).status).toBe(200);
  });

  it('is `users.reset_token` whose answer was lost: 401, as the old token is dead, and the new one can be shown to a session', async () => {
    const reset = () => client.post('/api/current-user/reset-token/');
    const { token } = (await reset()).body;
    const answers = await asSdk(reset);
    expect(answers).toHaveLength(1);
    expectEnvelope(answers[0], 401, 'Invalid token.');
    const shown = await new SdkClient(url, [['Cookie', someone.session.cookie]]).get('/api/current-user/token');
    expect(shown.body).toMatchObject({ token });
  });

  it('is `jwt_settings.update`: the same 200 again', async () => {
    const update = () => client.post('/api/jwt/settings', { api_token_ttl_days: 300 });
    const [first, again] = [await update(), await update()];
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
  });

  it('is an exchange by hand: 200 each time, and each access token works', async () => {
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await client.post('/api/token/refresh/', { refresh: someone.personal });
      expect(status).toBe(200);
      expect((await SdkClient.withAccessToken(url, body.access).get('/api/current-user/whoami')).status).toBe(200);
    }
  });
});

describe('While lists are not up to date', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  it('the SDK hears 503 and when to come back, within the minute that it waits at most, and then gets its answer', async () => {
    const url = await app().listen();
    const { access, personal } = await equipped(app(), app().owner);
    await app().get(ProjectionRunner).stop();
    await app().register('annotator');
    const refused = await SdkClient.withAccessToken(url, access).get('/api/token/');
    expect([refused.status, refused.body.status_code]).toEqual([503, 503]);
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d?$/);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await SdkClient.exchange(url, personal)).status).toBe(200);
    await app().restart();
    const again = await SdkClient.withAccessToken(await app().listen(), access).get('/api/token/');
    expect([again.status, again.body]).toEqual([200, [expect.objectContaining({ token: asListed(personal) })]]);
  });
});
