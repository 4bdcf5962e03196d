/** Between letters these two decide how Persian, Sinhala and other scripts are written. Marks belong to the letters before them. */
const joinersOfLetters = /(?<=[\p{L}\p{M}])(?:\u200c|\u200d)(?=[\p{L}\p{M}])/gu;
/** Families, flags and many others are several pictures that this one joins. */
const joinersOfPictures = /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})/gu;
const oneLine = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;
const showing = /[^\p{C}\p{Z}]/u;

export const nameLengthMax = 200;

/**
 * Whether a text is a name that somebody could type and see: one line of at most 200 UTF-16 code units, not blank, without invisible
 * characters other than blanks and the joiners that the writing itself needs.
 */
export function isName(text: string): boolean {
  if (text.length > nameLengthMax) return false;
  const seen = text.replace(joinersOfLetters, '').replace(joinersOfPictures, '');
  return oneLine.test(seen) && showing.test(seen);
}
