import { describe, expect, it } from '@jest/globals';
import { decider, type Event, eventsPerAppend, tokensPerEvent } from './cascade.js';
import { specify } from './testing/given.js';

const given = specify(decider);
const record = (...tokenIds: string[]) => ({ type: 'RecordCascade', effect: 'suspended', ownerId: 'ada', tokenIds }) as const;
const suspended = (...tokenIds: string[]): Event => ({ type: 'TokensSuspended', ownerId: 'ada', tokenIds });
const completed = (tokens: number): Event => ({ type: 'CascadeCompleted', ownerId: 'ada', tokens });
const many = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
const sizes = (events: readonly Event[]) => events.map((event) => ('tokenIds' in event ? event.tokenIds.length : event.tokens));

describe('A cascade', () => {
  it('records what it hit, and that this was all', () => given().when(record('t1', 't2')).then(suspended('t1', 't2'), completed(2)));
  it('that hit nothing is complete', () => given().when(record()).then(completed(0)));
  it('goes on where it was interrupted, and names nothing twice', () =>
    given(suspended('t1'))
      .when(record('t1', 't2', 't3'))
      .then(suspended('t2', 't3'), completed(3)));
  it('that was interrupted at its very end only says so', () => given(suspended('t1', 't2')).when(record('t1', 't2')).then(completed(2)));
  it('is complete once', () => given(suspended('t1'), completed(1)).when(record('t1', 't2')).thenNothing());
  it('puts many tokens into several events', () =>
    expect(sizes(decider.decide(decider.initial, record(...many(tokensPerEvent * 2 + 1))))).toEqual([500, 500, 1, 1001]));

  it.each([0, 1, tokensPerEvent])('puts very many tokens (and %d more) into several appends, each of them once', (more) => {
    const all = many(tokensPerEvent * eventsPerAppend * 2 + more);
    const parts: Event[][] = [];
    let state = decider.initial;
    for (let events = decider.decide(state, record(...all)); events.length > 0; events = decider.decide(state, record(...all))) {
      parts.push(events);
      state = events.reduce(decider.evolve, state);
    }
    expect(parts.length).toBe(more === 0 ? 2 : 3);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(eventsPerAppend + 1);
    const named = parts.flat().flatMap((event) => ('tokenIds' in event ? event.tokenIds : []));
    expect(named).toEqual(all);
    expect(parts.flat().filter(({ type }) => type === 'CascadeCompleted')).toEqual([completed(all.length)]);
  });

  it.each([
    ['resumed', 'TokensResumed'],
    ['revoked', 'TokensRevoked'],
  ] as const)('says that tokens were %s', (effect, type) =>
    given()
      .when({ ...record('t1'), effect })
      .then({ type, ownerId: 'ada', tokenIds: ['t1'] }, completed(1)),
  );
});
