import { describe, expect, it } from '@jest/globals';
import { startOf, widthOf } from '#cli/output/display-width';

describe('The width of a text on a terminal', () => {
  it.each([
    ['', 0],
    ['laptop', 6],
    ['Zoë Ünlü', 8],
    ['Zoe\u0308', 3],
    ['東京', 4],
    ['テスト', 6],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ＡＢ', 4],
    ['שלום', 4],
    ['سلام', 4],
    ['نامه\u200cای', 6],
    ['नमस्ते', 4],
    ['😀', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['❤', 1],
    ['1️⃣', 2],
    ['𠮷', 2],
    ['a😀b', 4],
  ])('of %j is %i columns', (text, width) => expect(widthOf(text)).toBe(width));

  it.each([
    ['laptop', 3, 'lap'],
    ['laptop', 6, 'laptop'],
    ['東京都', 5, '東京'],
    ['東京都', 1, ''],
    ['a👨‍👩‍👧‍👦b', 2, 'a'],
    ['a👨‍👩‍👧‍👦b', 3, 'a👨‍👩‍👧‍👦'],
    ['Zoe\u0308', 3, 'Zoe\u0308'],
  ])('takes no character apart: the beginning of %j in %i columns', (text, columns, start) => expect(startOf(text, columns)).toBe(start));
});
