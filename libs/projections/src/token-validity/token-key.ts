/** Sixteen bytes as four words, most significant first: a token id or a look-up key. */
export type TokenKey = Int32Array;

export const keyWords = 4;
/** Returns a key of four words, all 0. */
export const newKey = (): TokenKey => new Int32Array(keyWords);

/** Whether the key equals the words from `at` on. */
export const isKeyAt = (words: Int32Array, at: number, key: TokenKey): boolean =>
  words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3];

/** Copies the key into the four words from `at` on. */
export function writeKey(words: Int32Array, at: number, key: TokenKey): void {
  words[at] = key[0];
  words[at + 1] = key[1];
  words[at + 2] = key[2];
  words[at + 3] = key[3];
}

/** The value of each character; -1 for a character outside the alphabet, which makes the combined value negative. */
const valuesOf = (alphabet: string): Int8Array => {
  const values = new Int8Array(128).fill(-1);
  for (const [value, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = value;
  return values;
};
const hexValues = valuesOf('0123456789abcdef');
const base64Values = valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

const valueAt = (values: Int8Array, text: string, place: number): number => {
  const code = text.charCodeAt(place);
  return code < 128 ? values[code] : -1;
};

const uuidLength = 36;
const dashes = [8, 13, 18, 23];
const digitPlaces = Array.from({ length: uuidLength }, (_, place) => place).filter((place) => !dashes.includes(place));

/**
 * Reads the UUID that begins at `from` into `key`. Only the canonical spelling is accepted, since a token must not be found under two
 * spellings; false for any other text.
 */
export function readUuid(text: string, key: TokenKey, from = 0): boolean {
  if (text.length !== from + uuidLength) return false;
  let all = 0;
  let word = 0;
  for (let digit = 0; digit < digitPlaces.length; digit += 1) {
    const value = valueAt(hexValues, text, from + digitPlaces[digit]);
    all |= value;
    word = (word << 4) | value;
    if ((digit & 7) === 7) key[digit >>> 3] = word;
  }
  for (let index = 0; index < dashes.length; index += 1) if (text[from + dashes[index]] !== '-') return false;
  return all >= 0;
}

/** Reads 16 bytes of canonical base64url into `key`; false for any other text. */
export function readBase64(text: string, key: TokenKey): boolean {
  if (text.length !== 22) return false;
  const first = bitsOf(text, 0);
  const second = bitsOf(text, 4);
  const third = bitsOf(text, 8);
  const fourth = bitsOf(text, 12);
  const fifth = bitsOf(text, 16);
  const last = (valueAt(base64Values, text, 20) << 6) | valueAt(base64Values, text, 21);
  key[0] = (first << 8) | (second >>> 16);
  key[1] = (second << 16) | (third >>> 8);
  key[2] = (third << 24) | fourth;
  key[3] = (fifth << 8) | (last >>> 4);
  // The last four bits are unused and must be zero, so that only one text has this value.
  return (first | second | third | fourth | fifth | last) >= 0 && (last & 0x0f) === 0;
}

/** Returns the 24 bits of four characters. */
function bitsOf(text: string, from: number): number {
  const high = (valueAt(base64Values, text, from) << 18) | (valueAt(base64Values, text, from + 1) << 12);
  return high | (valueAt(base64Values, text, from + 2) << 6) | valueAt(base64Values, text, from + 3);
}

const uuidText = Buffer.alloc(uuidLength, '-');
const hexDigits = Buffer.from('0123456789abcdef');

/**
 * Returns the UUID that begins at word `at`. The text is written into a buffer first, since V8 would make an object for each part of a
 * concatenation.
 */
export function uuidAt(words: Int32Array, at: number): string {
  for (let digit = 0; digit < digitPlaces.length; digit += 1) {
    uuidText[digitPlaces[digit]] = hexDigits[(words[at + (digit >>> 3)] >>> (28 - ((digit & 7) << 2))) & 0x0f];
  }
  return uuidText.toString('latin1');
}
