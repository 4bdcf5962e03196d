import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hasLowS, withLowS } from '#credentials/ecdsa-signature';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const r = randomBytes(32);
const signatureWith = (s: bigint) => Buffer.concat([r, Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
const half = order / 2n;

describe('Of two equivalent signatures', () => {
  it.each([1n, 2n, half - 1n, half])('the one with s = %d counts, and is left as it is', (s) => {
    expect(hasLowS(signatureWith(s))).toBe(true);
    expect(withLowS(signatureWith(s))).toEqual(signatureWith(s));
  });

  it.each([half + 1n, half + 2n, order - 256n, order - 1n])('the one with s = %d does not, and becomes the other', (s) => {
    expect(hasLowS(signatureWith(s))).toBe(false);
    expect(withLowS(signatureWith(s))).toEqual(signatureWith(order - s));
  });

  it('exactly one counts, whatever s is', () => {
    for (let i = 0; i < 2000; i += 1) {
      const s = (BigInt(`0x${randomBytes(32).toString('hex')}`) % (order - 1n)) + 1n;
      const low = s <= half ? s : order - s;
      expect([withLowS(signatureWith(s)), withLowS(signatureWith(order - s))]).toEqual([signatureWith(low), signatureWith(low)]);
    }
  });
});
