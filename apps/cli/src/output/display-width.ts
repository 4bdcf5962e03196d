let segmenter: Intl.Segmenter | undefined;

/** What a person takes for one character each. The segmenter is made when it is needed, which most commands do not. */
const graphemesOf = (text: string) => {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
};

/**
 * First and last code points of what a terminal shows in two columns: East Asian Width W and F of Unicode 15.1, without the emoji, which
 * are recognised by their own property. Neighbouring blocks are joined where nothing narrow lies between them.
 */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x20000, 0x3fffd],
];

/** Shown as a picture of two columns by itself, by the selector behind it, or as a key with its cap. */
const emoji = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\u20e3/u;
/** What is drawn over its neighbour or not at all, and the vowels and finals of Korean syllables. */
const zeroWidth = /[\p{M}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** How many columns a terminal needs for a text without control characters. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += widthOfGrapheme(segment);
  return width;
}

/** The longest beginning of a text that fits into so many columns; no character is taken apart. */
export function startOf(text: string, columns: number): string {
  let start = '';
  let width = 0;
  for (const { segment } of graphemesOf(text)) {
    width += widthOfGrapheme(segment);
    if (width > columns) break;
    start += segment;
  }
  return start;
}

function widthOfGrapheme(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  return [...grapheme].reduce((width, character) => width + (zeroWidth.test(character) ? 0 : isWide(character) ? 2 : 1), 0);
}

function isWide(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return wide.some(([first, last]) => first <= codePoint && codePoint <= last);
}
