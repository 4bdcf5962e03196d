import { describe, expect, it } from '@jest/globals';
import { isLegacy, mintLegacy, mintOpaque, type OpaqueKind, opaqueKindOf } from '#credentials/opaque-credential';

const kinds: readonly [OpaqueKind, string, number][] = [
  ['service-account', 'kl_sa_', 42],
  ['session', 'kl_se_', 55],
  ['password-reset', 'kl_pr_', 42],
  ['verifier', 'kl_rs_', 42],
];

describe('An opaque credential', () => {
  it.each(kinds)('of kind %s begins with %s and has %d characters', (kind, prefix, length) => {
    const credential = mintOpaque(kind);
    expect(credential).toHaveLength(length);
    expect(credential).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]+$`));
    expect(opaqueKindOf(credential)).toBe(kind);
  });

  it('is never minted twice, and every character of the alphabet is used (SR-1)', () => {
    const minted = Array.from({ length: 2_000 }, () => mintOpaque('session'));
    expect(new Set(minted).size).toBe(2_000);
    expect(new Set(minted.map((text) => text.slice(6, -6)).join('')).size).toBe(62);
  });

  it('has every character at every place as often as chance has it (SR-1)', () => {
    const [count, alphabet] = [20_000, 62];
    const minted = Array.from({ length: count }, () => mintOpaque('service-account').slice(6, 36));
    for (let at = 0; at < 30; at += 1) {
      const found = new Map<string, number>();
      for (const text of minted) found.set(text[at], (found.get(text[at]) ?? 0) + 1);
      const expected = count / alphabet;
      const chiSquare = [...found.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // With 61 degrees of freedom, a larger value occurs once in a thousand million runs.
      expect(chiSquare).toBeLessThan(150);
      expect(found.size).toBe(alphabet);
    }
  });

  it('with one character changed, added or taken away is none (SR-2)', () => {
    const credential = mintOpaque('service-account');
    for (let at = 0; at < credential.length; at += 1) {
      const [head, tail] = [credential.slice(0, at), credential.slice(at + 1)];
      const other = credential[at] === 'A' ? 'B' : 'A';
      for (const text of [head + other + tail, head + tail, `${head}A${credential.slice(at)}`]) expect(opaqueKindOf(text)).toBeNull();
    }
  });

  it.each(['', 'kl_sa_', 'kl_sa_\u0000', ' kl_sa_', 'KL_SA_', 'kl_xx_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'])('is not %p', (text) =>
    expect(opaqueKindOf(text)).toBeNull(),
  );
});

describe('A legacy token', () => {
  it('is 40 lower-case hexadecimal digits, never the same twice', () => {
    const minted = Array.from({ length: 500 }, mintLegacy);
    expect(minted.every(isLegacy)).toBe(true);
    expect(new Set(minted).size).toBe(500);
  });
  it.each(['', 'a'.repeat(39), 'a'.repeat(41), 'A'.repeat(40), `${'a'.repeat(39)}g`, `${'a'.repeat(39)}\n`, `${'a'.repeat(39)}１`])(
    'is not %p',
    (text) => expect(isLegacy(text)).toBe(false),
  );
});
