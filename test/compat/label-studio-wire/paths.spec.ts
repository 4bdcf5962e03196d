import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope, spellings } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { type Equipped, equipped } from './person.js';
import type { WireAnswer } from './wire.js';

/** As the SDK writes them: lists with commas, booleans in small letters, times with a Z, `None` not at all; and as scripts do. */
const queries = [
  '?role=AD%2CMA',
  '?is_deleted=false&page=1&role=AD%2CMA',
  '?role=AD&role=MA&b=true',
  '?ordering=-created_at',
  '?user__last_activity__gte=2026-01-01T00%3A00%3A00Z&page_size=-1&search=',
  '?project=&dryRun=true&kind=legacy&id=1',
  '?limit=nonsense&cursor=nonsense',
];

interface Route {
  readonly path: string;
  readonly status: number;
  /** Asks with what belongs to a fresh person. */
  readonly ask: (client: SdkClient, path: string, has: Equipped) => Promise<WireAnswer>;
}

const get = (client: SdkClient, path: string) => client.get(path);
const withToken = (client: SdkClient, path: string, { personal }: Equipped) => client.post(path, { refresh: personal });

/** In an order in which each is answered for one and the same person: what ends a credential comes last. */
const routes: readonly Route[] = [
  { path: '/api/version', status: 200, ask: get },
  { path: '/health', status: 200, ask: get },
  { path: '/api/current-user/whoami', status: 200, ask: get },
  { path: '/api/current-user/token', status: 200, ask: get },
  { path: '/api/jwt/settings', status: 200, ask: get },
  { path: '/api/jwt/settings', status: 200, ask: (client, path) => client.post(path, { api_token_ttl_days: 300 }) },
  { path: '/api/token', status: 200, ask: get },
  { path: '/api/token', status: 409, ask: (client, path) => client.post(path) },
  { path: '/api/token/refresh', status: 200, ask: withToken },
  { path: '/api/token/rotate', status: 200, ask: withToken },
  { path: '/api/token/blacklist', status: 404, ask: withToken },
  { path: '/api/current-user/reset-token', status: 201, ask: (client, path) => client.post(path) },
];

describe('A path of the SDK, of the old client or of the page', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  beforeAll(async () => {
    url = await app().listen();
  });

  async function statusesAt(written: (path: string) => string): Promise<string[]> {
    const has = await equipped(app(), await app().register('administrator'));
    const client = SdkClient.withLegacyToken(url, has.legacy);
    const statuses = [];
    for (const { path, ask } of routes) {
      const { status, headers } = await ask(client, written(path), has);
      statuses.push(`${path} ${status}${headers.location ? ` to ${headers.location}` : ''}`);
    }
    return statuses;
  }

  const expected = routes.map(({ path, status }) => `${path} ${status}`);

  it.each(spellings(''))('leads to its route when it ends with "%s", and never elsewhere: a POST would become a GET', async (end) => {
    expect(await statusesAt((path) => path + end)).toEqual(expected);
  });

  it.each(queries)('may have the query %s, which nobody asks for', async (query) => {
    expect(await statusesAt((path) => `${path}/${query}`)).toEqual(expected);
  });

  it.each(spellings('').flatMap((end) => [`${end}`, `${end}?role=AD%2CMA`]))(
    'may lead to the sign-in page when it ends with "%s"',
    async (end) => {
      const { status, headers } = await new SdkClient(url, []).get(`/user/login${end}`);
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    },
  );

  it.each(['/api/nothing', '/api/token/nothing', '/api/current-user/nothing'].flatMap(spellings))(
    'that is none of ours, %s, is 404 in the envelope',
    async (path) => {
      const { access } = await app().tokensOf();
      for (const client of [new SdkClient(url, []), SdkClient.withAccessToken(url, access)]) {
        expectEnvelope(await client.get(path), 404, 'Not found.');
        expectEnvelope(await client.post(path, {}), 404, 'Not found.');
      }
    },
  );

  it.each(['/api/token/refresh', '/api/token/blacklist', '/api/token/rotate', '/api/current-user/reset-token'].flatMap(spellings))(
    'that takes POST alone, %s, is 405 to GET',
    async (path) => {
      const answer = await new SdkClient(url, []).get(path);
      expectEnvelope(answer, 405, 'Method "GET" not allowed.');
      expect(answer.headers.allow).toContain('POST');
    },
  );

  it('that takes GET alone is 405 to POST', async () => {
    for (const path of ['/api/current-user/whoami', '/api/current-user/token'].flatMap(spellings)) {
      expectEnvelope(await new SdkClient(url, []).post(path, {}), 405, 'Method "POST" not allowed.');
    }
  });
});
