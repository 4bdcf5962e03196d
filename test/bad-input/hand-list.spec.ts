import { beforeAll, describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';
import type { Row } from './forge.js';
import { badJwts, expectedOf, namesOfJwts } from './hand-list.js';
import { attemptsThatChange } from './hostile-changes.js';
import { attempts } from './hostile-requests.js';
import { Target } from './target.js';

/** N1 to N100: one row each, with the answer that it must get. */
describe('The hand list of hostile inputs', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let target: Target;
  let jwts: Map<string, Row>;
  beforeAll(async () => {
    target = await Target.of(app());
    jwts = new Map(badJwts(target).map((row) => [row[0], row]));
  });

  const all = Array.from({ length: 100 }, (_, n) => `N${n + 1}`);
  const named = namesOfJwts().map(([id, what]) => [id, what, expectedOf[id] ?? '401'] as const);

  it('has each of its hundred rows once', () => {
    expect([...named, ...attempts, ...attemptsThatChange].map(([id]) => id).sort()).toEqual([...all].sort());
  });

  it.each(named)(
    '%s: a JWT with %s gets %s wherever it is sent, and nothing is written (SR-9, SR-10, SR-12, SR-14)',
    async (id, _what, expected) => {
      const [, , texts] = jwts.get(id) as Row;
      const before = await target.decisions();
      expect(await target.statusesOf(...[texts].flat())).toBe(expected);
      expect(await target.decisions()).toBe(before);
      expect(await target.auth(`Bearer ${target.good.access}`)).toBe(200);
    },
  );

  it.each([...attempts, ...attemptsThatChange])('%s: %s gets %s (SR-19)', async (_id, _what, expected, attempt) => {
    expect(String(await attempt(target))).toBe(expected);
  });
});
