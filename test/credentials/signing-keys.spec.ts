import { describe, expect, it } from '@jest/globals';
import { generateSigningKey } from '#credentials/signing-keys';

describe('A new signing key', () => {
  it('has the base64url of a digest for its id, which no command line takes for an option', async () => {
    // One digest in 64 begins with a dash, so it is no accident when none of these does.
    const kids = await Promise.all(Array.from({ length: 600 }, async () => (await generateSigningKey()).kid));
    expect(kids.filter((kid) => !/^\w[\w-]{42}$/.test(kid))).toEqual([]);
  });
});
