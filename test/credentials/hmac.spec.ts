import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Hmac } from '#credentials/hmac';

const expectedOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');

/** base64url of four words, most significant first. */
const textOf = (words: Int32Array) => {
  const bytes = Buffer.alloc(16);
  for (const [index, word] of words.entries()) bytes.writeInt32BE(word, index * 4);
  return bytes.toString('base64url');
};

describe('An HMAC', () => {
  it.each([0, 1, 32, 63, 64, 65, 200])('under a key of %d bytes is the one that Node makes', (length) => {
    const key = randomBytes(length);
    expect(new Hmac(key, 'a\0').digest('text')).toBe(expectedOf(key, 'a\0text'));
  });

  it('is the one that Node makes of texts of every length and of every script, one after the other', () => {
    const key = randomBytes(32);
    const hmac = new Hmac(key, 'lookup\0');
    const words = new Int32Array(4);
    const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 430, 682, 683, 684, 1000, 2047, 2048, 2049, 8192];
    for (const letter of ['a', 'ÿ', '漢', '😀', '\0', '\ud800']) {
      for (const length of lengths) {
        const text = letter.repeat(length);
        hmac.digestInto(text, words);
        const expected = expectedOf(key, `lookup\0${text}`);
        expect([letter, length, hmac.digest(text), textOf(words)]).toEqual([letter, length, expected, expected]);
      }
    }
  });
});
