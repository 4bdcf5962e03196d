import { describe, expect, it } from '@jest/globals';
import { isName } from './name.js';

const zeroWidthNonJoiner = '\u200c';
const zeroWidthJoiner = '\u200d';

describe('A name', () => {
  it.each([
    ['in Latin letters', 'robot 7'],
    ['of a Persian word with a non-joiner', `می${zeroWidthNonJoiner}خواهم`],
    ['of a Sinhala conjunct', `ක්${zeroWidthJoiner}ෂ`],
    ['of a Devanagari half form', `क्${zeroWidthJoiner}ष`],
    ['of a family', `👩${zeroWidthJoiner}👩${zeroWidthJoiner}👧${zeroWidthJoiner}👦`],
    ['of a family in several skin tones', `👩🏽${zeroWidthJoiner}🤝${zeroWidthJoiner}👨🏿`],
    ['of a rainbow flag', `🏳️${zeroWidthJoiner}🌈`],
    ['of a pirate flag', `🏴${zeroWidthJoiner}☠️`],
    ['of a national flag', '🇮🇷'],
    ['with a no-break space', 'robot\u00a07'],
  ])('may be %s', (_what, name) => expect(isName(name)).toBe(true));

  it.each([
    ['is empty', ''],
    ['is blank', ' \u00a0 '],
    ['has two lines', 'a\nb'],
    ['has a tab', 'a\tb'],
    ['begins with a joiner', `${zeroWidthJoiner}robot`],
    ['ends with a joiner', `robot${zeroWidthNonJoiner}`],
    ['has two joiners in a row', `ro${zeroWidthJoiner}${zeroWidthJoiner}bot`],
    ['has a joiner beside a blank', `a ${zeroWidthJoiner}b`],
    ['has a joiner between digits', `1${zeroWidthJoiner}2`],
    ['has a joiner between a letter and a picture', `a${zeroWidthJoiner}👩`],
    ['has a non-joiner between pictures', `👩${zeroWidthNonJoiner}👧`],
    ['is of joiners alone', zeroWidthJoiner],
    ['has a zero-width space', 'ro\u200bbot'],
    ['has a byte-order mark', '\ufeffrobot'],
    ['turns the direction of writing', 'ro\u202ebot'],
    ['has a soft hyphen', 'ro\u00adbot'],
    ['has invisible tags', '🏴\u{e0067}\u{e0062}\u{e007f}'],
    ['has a separator of lines', 'a\u2028b'],
    ['is longer than 200', 'x'.repeat(201)],
  ])('is refused that %s', (_what, name) => expect(isName(name)).toBe(false));
});
