import { beforeAll, describe, expect, it } from '@jest/globals';
import { RouteTable } from '#api/edge/http/route-table';
import { randomOf } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';
import { runningApp } from '../support/running-app.js';
import type { Answer } from '../support/test-app.js';
import { decisionsOf, seed } from './generated-cases.js';
import { generators } from './generators.js';
import { LoopDelay } from './loop-delay.js';
import type { Goods, Hostile } from './mutations.js';

/** Cases of each category in a full run; `npm test` runs a tenth. */
const cases = { jwt: 2400, opaque: 1000, authorization: 800, body: 1200, name: 500, number: 600, path: 1600, header: 400 } as const;
const categories = Object.keys(cases) as (keyof typeof cases)[];

/** A path as a router that is too kind would read it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase();
  } catch {
    return path.toLowerCase();
  }
}

/** What was sent as a credential, in a header or a body, and must not come back. */
const sentAsCredential = ({ headers = {}, rawBody }: Hostile): string[] => {
  const refresh = /"refresh":"([^"]+)"/.exec(String(rawBody ?? ''))?.[1];
  const [, inHeader] = /^\S+\s+(.*)$/s.exec(headers.authorization ?? '') ?? [];
  return [refresh, inHeader].filter((text): text is string => text !== undefined && text.length > 24);
};

/** Answers that are good without a credential, or that a good session of ours may get. */
const isWellFormed = ({ status, headers, text, body }: Answer, method: string, path: string) => {
  if (status < 400 || method === 'HEAD' || text === '') return true;
  if (path.startsWith('/user')) return /html|json/.test(String(headers['content-type']));
  return typeof (body?.title ?? body?.detail ?? body?.errors?.[0]?.message) === 'string';
};

describe(`Generated hostile requests (seed ${seed})`, () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let goods: Goods;
  beforeAll(async () => {
    const session = await app().signIn();
    const tokens = await app().tokensOf();
    const legacy = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } });
    const robot = await app().request('POST', '/v1/service-accounts', { headers: session, body: { name: 'robot', role: 'manager' } });
    const position = String(robot.headers['keyledger-position']);
    const paths = [
      ...new Set(
        app()
          .get(RouteTable)
          .all()
          .map((route) => route.path.replace(/:\w+/g, app().owner.id)),
      ),
    ];
    goods = { ...tokens, legacy: legacy.body.credential, robot: robot.body.credential, cookie: session.cookie, position, paths };
  });

  it.each(categories)('%s: none is a fault, none authenticates, none writes a decision, none is echoed', async (category) => {
    const random = randomOf(seed + categories.indexOf(category));
    const count = isFullRun ? cases[category] : cases[category] / 10;
    const needsNoCredential = new Set([
      '/health',
      '/docs',
      '/console',
      '/openapi.json',
      '/api/version',
      '/user/',
      '/.well-known',
      '/oauth/',
    ]);
    const before = await decisionsOf(app());
    const delay = await LoopDelay.comparedWith(() => app().request('GET', '/v1/users/me', { headers: { cookie: goods.cookie } }));
    for (let i = 0; i < count; i += 1) {
      const request = generators[category](random, goods);
      const answer = await app().request(request.method, request.path, request);
      delay.turn();
      const shown = JSON.stringify(request.headers ?? {}).slice(0, 200);
      const name = `${category} ${i}: ${request.method} ${request.path.slice(0, 120)} ${shown}`;
      expect(`${name} ${answer.status >= 500}`).toBe(`${name} false`);
      expect(`${name} ${isWellFormed(answer, request.method, request.path)}`).toBe(`${name} true`);
      const secrets = [goods.access, goods.personal, goods.legacy, goods.robot, ...sentAsCredential(request)];
      for (const secret of secrets) expect(`${name} ${answer.text.includes(secret)}`).toBe(`${name} false`);
      const isOpen =
        request.headers?.cookie === goods.cookie ||
        [...needsNoCredential].some((prefix) => decoded(request.path).includes(prefix.slice(1)));
      if (!isOpen && request.method !== 'OPTIONS') expect(`${name} ${answer.status}`).toMatch(/ [45]\d\d$/);
    }
    delay.expectSmall();
    expect(await decisionsOf(app())).toBe(before);
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${goods.legacy}` } })).status).toBe(200);
  });
});
