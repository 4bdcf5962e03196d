import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { secondsIn } from '#cli/duration';
import { moment, momentAgo, momentAhead } from '#cli/moment';

const day = 86_400_000;
/** How long from now, in whole days. */
const daysTo = (iso: string) => Math.round((Date.parse(iso) - Date.now()) / day);

describe('A duration', () => {
  it.each([
    ['90s', 90],
    ['90m', 5400],
    ['12h', 43_200],
    ['30d', 2_592_000],
    ['2w', 1_209_600],
    ['0s', 0],
  ])('%s is %i seconds', (text, seconds) => expect(secondsIn(text)).toBe(seconds));

  it.each(['', '1', 'd', '1.5h', '-1h', '1y', '1 d', '1D', '123456789s'])('is not written %j', (text) =>
    expect(secondsIn(text)).toBeNull(),
  );
});

describe('A moment', () => {
  it('is told as how long from now, or ago with a minus before it', () => {
    expect([moment('30d'), momentAhead('4w'), moment('-7d'), momentAgo('-2w')].map(daysTo)).toEqual([30, 28, -7, -14]);
    expect(moment('30d')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each(['2030-01-31', '2030-01-31T12:00:00Z', '2030-01-31T12:00:00.5+02:00'])('is taken as it is where it is written %s', (text) => {
    expect([moment(text), momentAgo(text), momentAhead(text)]).toEqual([text, text, text]);
  });

  it.each([
    [momentAhead, '-7d', 'write 7d'],
    [momentAgo, '7d', 'write -7d'],
    [moment, 'soon', '2030-01-31'],
    [moment, '', '2030-01-31'],
    [moment, '--7d', '30d or -7d'],
    [moment, '2030', '2030-01-31'],
    [moment, '99999999w', 'No calendar'],
    [moment, '-99999999w', 'No calendar'],
  ])('is refused by %p as %j, with what to write', (parse, text, hint) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(hint);
  });
});
