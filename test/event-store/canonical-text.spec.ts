import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText } from '#event-store/canonical-text';

/** Names and texts that are easily serialized wrongly: numeric names, quotes, control characters, surrogate pairs, line separators. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('10', '9', '\u2028"\\', '\u0000\u007f', '💐', '\ue000'),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constantFrom(null, true, false, -0, 1e21, 5e-324, new Date(0)),
    fc.array(fc.oneof(tie('json'), fc.constant(undefined)), { maxLength: 5 }),
    fc.dictionary(text, fc.oneof(tie('json'), fc.constant(undefined)), { maxKeys: 30 }),
  ),
}));

describe('The canonical text of a value', () => {
  it('is that of RFC 8785, as another program makes it', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('is that of the example in RFC 8785', () => {
    const example = '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"literals":[null,true,false]}';
    expect(canonicalText(JSON.parse(example))).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
  });

  it('has the members of an object of any size in the order of their code units', () => {
    const names = Array.from({ length: 60 }, (_, i) => String((i * 37) % 60));
    const members = canonicalText(Object.fromEntries(names.map((name) => [name, 0])));
    expect(members).toBe(`{${[...names].sort().map((name) => `"${name}":0`)}}`);
  });

  it.each([
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a function', () => {}],
    ['half a surrogate pair', '\ud83d'],
    ['the other half', 'a\udc00b'],
  ])('does not exist of %s', (_, value) => {
    expect(() => canonicalText({ list: [{ value }, value] })).toThrow(TypeError);
    expect(() => canonicalText(value)).toThrow(TypeError);
  });

  it('does not exist of half a pair as a name', () => {
    expect(() => canonicalText({ '\udc00': 1 })).toThrow(TypeError);
  });
});
