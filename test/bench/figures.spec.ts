import { describe, expect, it } from '@jest/globals';

// Not TypeScript: what measures runs as it is written.
const load = (name: string) => import(`../../bench/measure/${name}.mjs` as string);

describe('A figure', () => {
  it('is the median of its rounds, with the quartiles as its spread', async () => {
    const { figure, isMet, missedBy } = await load('figure');
    const measured = figure('a ÷ b', { target: { atLeast: 2 }, samples: [5, 1, 2, 4, 3] });
    expect(measured).toMatchObject({ median: 3, spread: [2, 4], rounds: 5, unit: '×' });
    expect(isMet(measured)).toBe(true);
    const missed = figure('a ÷ b', { target: { atLeast: 4 }, samples: [3] });
    expect([isMet(missed), missedBy(missed)]).toEqual([false, 0.25]);
    const above = figure('memory', { unit: 'B', target: { atMost: 64 }, samples: [80] });
    expect([isMet(above), missedBy(above)]).toEqual([false, 0.25]);
    expect(isMet(figure('told', { samples: [1] }))).toBeNull();
  });

  it('has become worse only when it is so by more than both runs were uncertain about', async () => {
    const { regressions } = await load('regressions');
    const ratio = (median: number, spread: number[], target = { atLeast: 1 } as object) => ({ median, spread, unit: '×', target });
    const before = { a: ratio(1, [0.9, 1.1]), b: ratio(1, [0.9, 1.1], { atMost: 2 }), c: { ...ratio(1, [0.9, 1.1]), unit: 'ms' } };
    const of = (now: object) => regressions(now, before).map(({ name }: { name: string }) => name);
    expect(of({ a: ratio(0.85, [0.75, 0.95]) })).toEqual([]);
    expect(of({ a: ratio(0.7, [0.6, 0.85]) })).toEqual(['a']);
    expect(of({ a: ratio(2, [1.9, 2.1]) })).toEqual([]);
    expect(of({ b: ratio(2, [1.9, 2.1], { atMost: 2 }) })).toEqual(['b']);
    expect(of({ b: ratio(0.5, [0.4, 0.6], { atMost: 2 }) })).toEqual([]);
    expect(of({ c: { ...ratio(0.1, [0.1, 0.1]), unit: 'ms' } })).toEqual([]);
    expect(of({ unheard: ratio(0.1, [0.1, 0.1]) })).toEqual([]);
  });

  it('has become worse only when it is so each time that its benchmark is run, three times in all', async () => {
    const { lastingRegressions, regressions } = await load('regressions');
    const ratio = (median: number) => ({ median, spread: [median - 0.1, median + 0.1], unit: '×', target: { atLeast: 1 } });
    const before = { 'a: x': ratio(1), 'a: y': ratio(1), 'b: z': ratio(1) };
    const [good, bad] = [ratio(1), ratio(0.5)];
    const lastingBeside = async (recorded: object, ...runs: object[]) => {
      const ran: string[][] = [];
      const again = async (names: string[]) => ({ recorded, now: runs[ran.push(names)] });
      const found: { name: string }[] = await lastingRegressions(regressions(runs[0], before), again);
      return { ran, names: found.map(({ name }) => name) };
    };
    const lasting = (...runs: object[]) => lastingBeside(before, ...runs);
    expect(await lasting({ 'a: x': good, 'b: z': good })).toEqual({ ran: [], names: [] });
    expect(await lasting({ 'a: x': bad, 'a: y': bad, 'b: z': good }, { 'a: x': good, 'a: y': bad }, { 'a: x': bad, 'a: y': bad })).toEqual({
      ran: [['a'], ['a']],
      names: ['a: y'],
    });
    expect(await lasting({ 'a: x': bad, 'b: z': bad }, { 'a: x': good, 'b: z': good })).toEqual({ ran: [['a', 'b']], names: [] });
    // The known code is as slow on this machine at this hour, so the figure did not become worse.
    expect(await lastingBeside({ 'a: x': ratio(0.55) }, { 'a: x': bad }, { 'a: x': bad })).toEqual({ ran: [['a']], names: [] });
  });
});

describe('Latencies', () => {
  it('are told by percentile, and by the longest', async () => {
    const { latencies } = await import('../../bench/load/latencies.mjs' as string);
    const seen = latencies();
    for (let ms = 1; ms <= 100; ms += 1) seen.add(ms - 0.001);
    seen.add(5000);
    expect(seen.summary()).toMatchObject({ p50Ms: 51, p99Ms: 100, maxMs: 5000 });
  });
});

describe('Rounds', () => {
  it('measure every side once a round, each of them first in its turn', async () => {
    const { rounds } = await load('rounds');
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    expect(await rounds(2, { a: side('a'), b: side('b') })).toEqual([
      { a: 1, b: 2 },
      { b: 3, a: 4 },
    ]);
    expect(order.join('')).toBe('abba');
  });
});
