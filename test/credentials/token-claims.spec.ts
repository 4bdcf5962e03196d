import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { signJwt, verifyJwt } from '#credentials/jwt';
import { SecretDigests } from '#credentials/secret-digests';
import { generateSigningKey, SigningKeys } from '#credentials/signing-keys';
import { asAccessClaims, asPersonalClaims, mintAccessToken, mintPersonalToken } from '#credentials/token-claims';
import { someKeys } from './some-keys.js';

const expected = { issuer: 'urn:i', audience: 'keyledger' };
const issuedAt = new Date('2030-01-01T00:00:00.900Z');
const subject = { ...expected, userId: 'ada', userNumber: 7, generation: 1, issuedAt };

describe('The claims of a token', () => {
  const keys = new SigningKeys();
  const digests = new SecretDigests(someKeys());
  beforeAll(async () => {
    const { kid, publicJwk, privatePkcs8 } = await generateSigningKey();
    keys.add(kid, publicJwk, createPrivateKey({ key: privatePkcs8, format: 'der', type: 'pkcs8' }));
    keys.activate(kid);
  });
  const personal = () => mintPersonalToken({ ...subject, tokenId: 't1', expiresAt: new Date('2031-01-01T00:00:00Z') }, keys, digests);
  const access = (parentExpiresAt: string) =>
    mintAccessToken({ ...subject, parentTokenId: 't1', parentExpiresAt: new Date(parentExpiresAt), accessTtlSeconds: 300 }, keys);
  const verified = (credential: string) => {
    const jwt = verifyJwt(credential, keys);
    if (!jwt) throw new Error('The signature does not hold.');
    return jwt;
  };

  it('of a personal access token name token, generation, user and times, and the digest is of the whole credential', () => {
    const { credential, signedInput, digest, jti } = personal();
    expect(asPersonalClaims(verified(credential), expected)).toEqual({ tid: 't1', gen: 1, sub: 'ada', iat: 1893456000, exp: 1924992000 });
    expect(verified(credential).claims).toMatchObject({ token_type: 'refresh', user_id: '7', jti });
    expect(credential.startsWith(`${signedInput}.`)).toBe(true);
    expect(digests.isDigestOf(digest, credential)).toBe(true);
    expect(digests.isDigestOf(digest, signedInput)).toBe(false);
  });

  it('of an access token end after five minutes, or with its parent if that is earlier (SR-8)', () => {
    expect(asAccessClaims(verified(access('2031-01-01T00:00:00Z')), expected)?.exp).toBe(1893456000 + 300);
    expect(asAccessClaims(verified(access('2030-01-01T00:02:00Z')), expected)?.exp).toBe(1893456000 + 120);
  });

  it('of one type are not those of the other', () => {
    expect(asAccessClaims(verified(personal().credential), expected)).toBeNull();
    expect(asPersonalClaims(verified(access('2031-01-01T00:00:00Z')), expected)).toBeNull();
  });

  it('are for one issuer and one audience', () => {
    expect(asPersonalClaims(verified(personal().credential), { ...expected, issuer: 'urn:other' })).toBeNull();
    expect(asPersonalClaims(verified(personal().credential), { ...expected, audience: 'other' })).toBeNull();
  });

  it.each([
    ['a member missing', { sub: undefined }],
    ['a member more', { admin: true }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: 7 }],
    ['an expiry that is no number', { exp: '1924992000' }],
    ['a negative expiry', { exp: -1 }],
    ['an expiry with a fraction', { exp: 1924992000.5 }],
    ['an expiry after the year 9999', { exp: 253402300800 }],
    ['an expiry beyond all counting', { exp: 1e300 }],
    ['generation 0', { gen: 0 }],
    ['a list for a token id', { tid: ['t1'] }],
    ['the type of the other', { token_type: 'access' }],
  ])('are refused with %s, though genuinely signed', (_what, change) => {
    const { claims } = verified(personal().credential);
    const changed = Object.fromEntries(Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined));
    expect(asPersonalClaims(verified(signJwt('pat+jwt', changed, keys).credential), expected)).toBeNull();
  });
});

describe('A keyed digest', () => {
  it('is found under every pepper, newest first', () => {
    const [one, two] = [someKeys(1), someKeys(2)];
    const old = new SecretDigests(one);
    const both = new SecretDigests({
      ...one,
      peppers: new Map([...one.peppers, [2, two.peppers.get(1) as Buffer]]),
      currentPepperVersion: 2,
    });
    const [digest, lookup] = [old.digest('secret'), old.lookup('secret')];
    expect(both.isDigestOf(digest, 'secret')).toBe(true);
    const asked: string[] = [];
    const find = (key: string) => {
      asked.push(key);
      return key === lookup ? 'found' : undefined;
    };
    expect(both.findByLookup('secret', find)).toBe('found');
    expect(asked).toEqual([both.lookup('secret'), lookup]);
    expect(both.findByLookup('another', find)).toBeUndefined();
    const keys: number[][] = [];
    expect(both.findByKey('secret', (key) => (keys.push([...key]) === 2 ? 'found' : undefined))).toBe('found');
    const wordsOf = (text: string) => [0, 4, 8, 12].map((at) => Buffer.from(text, 'base64url').readInt32BE(at));
    expect(keys).toEqual([both.lookup('secret'), lookup].map(wordsOf));
    expect(both.findByKey('another', () => undefined)).toBeUndefined();
  });
  it('is of another text, another purpose or another key another one', () => {
    const [one, two] = [new SecretDigests(someKeys(1)), new SecretDigests(someKeys(2))];
    expect(new Set([one.lookup('a'), one.digest('a'), one.lookup('b'), two.lookup('a')]).size).toBe(4);
    expect(one.isDigestOf('', 'a')).toBe(false);
  });
});
