import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Hmac } from '#credentials/hmac';

const expectedOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');

describe('An HMAC', () => {
  it.each([0, 1, 32, 63, 64, 65, 200])('under a key of %d bytes is the one that Node makes', (length) => {
    const key = randomBytes(length);
    expect(new Hmac(key, 'a\0').digest('text')).toBe(expectedOf(key, 'a\0text'));
  });

  it('is the one that Node makes of texts of every length and of every script, one after the other', () => {
    const key = randomBytes(32);
    const hmac = new Hmac(key, 'lookup\0');
    const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 430, 682, 683, 684, 1000, 2047, 2048, 2049, 8192];
    for (const letter of ['a', 'ÿ', '漢', '😀', '\0', '\ud800']) {
      for (const length of lengths) {
        const text = letter.repeat(length);
        expect([letter, length, hmac.digest(text)]).toEqual([letter, length, expectedOf(key, `lookup\0${text}`)]);
      }
    }
  });
});
