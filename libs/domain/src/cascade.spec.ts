import { describe, expect, it } from '@jest/globals';
import { decider, type Event, tokensPerEvent } from './cascade.js';
import { specify } from './testing/given.js';

const given = specify(decider);
const record = (tokenIds: string[], isLast = true) =>
  ({ type: 'RecordCascade', effect: 'suspended', ownerId: 'ada', tokenIds, isLast }) as const;
const suspended = (...tokenIds: string[]): Event => ({ type: 'TokensSuspended', ownerId: 'ada', tokenIds });
const completed = (tokens: number): Event => ({ type: 'CascadeCompleted', ownerId: 'ada', tokens });

describe('A cascade', () => {
  it('records what it hit, and that this was all', () =>
    given()
      .when(record(['t1', 't2']))
      .then(suspended('t1', 't2'), completed(2)));
  it('that hit nothing is complete', () => given().when(record([])).then(completed(0)));
  it('goes on where it was interrupted, and names nothing twice', () =>
    given(suspended('t1'))
      .when(record(['t1', 't2', 't3']))
      .then(suspended('t2', 't3'), completed(3)));
  it('that was interrupted at its very end only says so', () =>
    given(suspended('t1', 't2'))
      .when(record(['t1', 't2']))
      .then(completed(2)));
  it('may be recorded in parts', () =>
    given()
      .when(record(['t1'], false))
      .then(suspended('t1')));
  it('is complete once', () =>
    given(suspended('t1'), completed(1))
      .when(record(['t1', 't2']))
      .thenNothing());
  it('puts many tokens into several events', () => {
    const ids = Array.from({ length: tokensPerEvent * 2 + 1 }, (_, i) => `t${i}`);
    const events = decider.decide(decider.initial, record(ids));
    expect(events.map((event) => ('tokenIds' in event ? event.tokenIds.length : event.tokens))).toEqual([500, 500, 1, 1001]);
  });
  it.each([
    ['resumed', 'TokensResumed'],
    ['revoked', 'TokensRevoked'],
  ] as const)('says that tokens were %s', (effect, type) =>
    given()
      .when({ ...record(['t1'], false), effect })
      .then({ type, ownerId: 'ada', tokenIds: ['t1'] }),
  );
});
