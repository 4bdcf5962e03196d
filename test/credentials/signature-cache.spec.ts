import { createPrivateKey, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { signJwt } from '#credentials/jwt';
import { SecretDigests } from '#credentials/secret-digests';
import { SignatureCache, type SignedClaims } from '#credentials/signature-cache';
import { generateSigningKey, SigningKeys } from '#credentials/signing-keys';
import { mintAccessToken, mintPersonalToken, readSigned } from '#credentials/token-claims';
import { someKeys } from './some-keys.js';

const claimsOf = (i: number): SignedClaims => ({
  as: i % 2 ? 'access' : 'personal',
  tid: randomUUID(),
  gen: i + 1,
  sub: randomUUID(),
  iat: i,
  exp: i % 2 ? i + (i % 300) : null,
  isRecorded: i % 3 === 0,
});

describe('What is remembered of a genuine text', () => {
  it('is what was said of it, for each of many', () => {
    const cache = new SignatureCache(1000);
    const texts = Array.from({ length: 1000 }, (_, i) => ({ text: `text ${i}`, claims: claimsOf(i) }));
    for (const { text, claims } of texts) cache.remember(text, claims);
    expect(texts.map(({ text }) => cache.find(text))).toEqual(texts.map(({ claims }) => claims));
  });

  it('is nothing for a text that differs in one character, or is longer or shorter', () => {
    const cache = new SignatureCache(10);
    const text = 'aaa.bbb.ccc';
    cache.remember(text, claimsOf(1));
    for (let at = 0; at < text.length; at += 1) {
      const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
      for (const other of [`${head}x${tail}`, head + tail, `${head}x${text.slice(at)}`]) expect(cache.find(other)).toBeNull();
    }
    expect(cache.find(`${text} `)).toBeNull();
    expect(cache.find('')).toBeNull();
  });

  it('is bounded: what was not used since as many others came is forgotten, what was used is not', () => {
    const cache = new SignatureCache(100);
    cache.remember('used', claimsOf(0));
    cache.remember('unused', claimsOf(1));
    for (let i = 0; i < 1000; i += 1) {
      cache.remember(`other ${i}`, claimsOf(i));
      if (i % 50 === 0) expect(cache.find('used')).not.toBeNull();
    }
    expect(cache.find('unused')).toBeNull();
    const left = Array.from({ length: 1000 }, (_, i) => cache.find(`other ${i}`)).filter((found) => found !== null).length;
    expect(left).toBeLessThanOrEqual(200);
    expect(cache.find('other 999')).not.toBeNull();
  });

  it('is the newest, when something is said twice, and takes one place', () => {
    const cache = new SignatureCache(100);
    const [first, second] = [claimsOf(1), claimsOf(2)];
    cache.remember('other', first);
    for (let i = 0; i < 300; i += 1) cache.remember('text', i === 299 ? second : first);
    expect([cache.find('text'), cache.find('other')]).toEqual([second, first]);
  });

  it('says that it was recorded from when that was seen on, of this text alone', () => {
    const cache = new SignatureCache(100);
    const claims = { ...claimsOf(1), isRecorded: false };
    cache.remember('text', claims);
    cache.remember('other', claims);
    cache.markRecorded('text');
    expect([cache.find('text'), cache.find('other')]).toEqual([{ ...claims, isRecorded: true }, claims]);
  });

  it('does not come back by being recorded: what was forgotten meanwhile is verified again', () => {
    const cache = new SignatureCache(100);
    cache.remember('text', claimsOf(1));
    cache.clear();
    cache.markRecorded('text');
    expect(cache.find('text')).toBeNull();
  });

  it.each([
    ['an id that is no UUID', { tid: 't1' }],
    ['an id in capitals', { tid: randomUUID().toUpperCase() }],
    ['a subject with foreign dashes', { sub: randomUUID().replaceAll('-', '_') }],
    ['a generation beyond 32 bits', { gen: 2 ** 32 }],
    ['an access token that lives for more than 18 hours', { exp: claimsOf(1).iat + 2 ** 16 }],
    ['an access token that ends before it began', { exp: claimsOf(1).iat - 1 }],
  ])('is nothing when it would not come back as it was: %s', (_what, change) => {
    const cache = new SignatureCache(10);
    cache.remember('text', { ...claimsOf(1), ...change });
    expect(cache.find('text')).toBeNull();
  });
});

describe('A signed credential that is known to be genuine', () => {
  const expected = { issuer: 'urn:i', audience: 'urn:i' };
  const subject = { ...expected, userId: randomUUID(), userNumber: 7, generation: 3, issuedAt: new Date('2030-01-01') };
  const tokenId = randomUUID();
  const digests = new SecretDigests(someKeys());
  let keys: SigningKeys;
  let kid: string;
  beforeEach(async () => {
    const { kid: made, publicJwk, privatePkcs8 } = await generateSigningKey();
    kid = made;
    keys = new SigningKeys();
    keys.add(kid, publicJwk, createPrivateKey({ key: privatePkcs8, format: 'der', type: 'pkcs8' }));
    keys.activate(kid);
  });
  const personal = () => mintPersonalToken({ ...subject, tokenId, expiresAt: new Date('2031-01-01') }, keys, digests).credential;
  const access = () =>
    mintAccessToken({ ...subject, parentTokenId: tokenId, parentExpiresAt: new Date('2031-01-01'), accessTtlSeconds: 300 }, keys);

  it('claims the same from memory, after its minting and after its verification, as from its text', () => {
    for (const mint of [personal, access]) {
      const credential = mint();
      const remembered = keys.signatures.find(credential);
      keys.signatures.clear();
      const verified = readSigned(credential, expected, keys);
      expect(verified).toMatchObject({ tid: tokenId, gen: 3, sub: subject.userId, iat: 1893456000 });
      expect([remembered, keys.signatures.find(credential), readSigned(credential, expected, keys)]).toEqual([
        verified,
        verified,
        verified,
      ]);
    }
  });

  it('is refused once its key is retired, however well it is remembered', () => {
    const credential = access();
    expect(readSigned(credential, expected, keys)).not.toBeNull();
    keys.retire(kid);
    expect(readSigned(credential, expected, keys)).toBeNull();
  });

  it('is refused once its key id stands for another key', async () => {
    const credential = access();
    keys.add(kid, (await generateSigningKey()).publicJwk);
    expect(readSigned(credential, expected, keys)).toBeNull();
  });

  it('stays known when the same key is heard of again, as after a rotation of another', async () => {
    const credential = access();
    keys.add(kid, keys.jwks().keys[0]);
    keys.add('another', (await generateSigningKey()).publicJwk);
    expect(keys.signatures.find(credential)).not.toBeNull();
  });

  it('is not taken for another one that differs in any character', () => {
    const credential = access();
    for (let at = 0; at < credential.length; at += 7) {
      const other = credential[at] === 'A' ? 'B' : 'A';
      expect(readSigned(credential.slice(0, at) + other + credential.slice(at + 1), expected, keys)).toBeNull();
    }
  });

  it('is remembered only if it claims what ours claim: something else that we signed is verified, and refused, each time', () => {
    const { credential } = signJwt('at+jwt', { sub: subject.userId, tid: tokenId, gen: 1 }, keys);
    expect(readSigned(credential, expected, keys)).toBeNull();
    expect(readSigned(access(), { issuer: 'urn:other', audience: 'urn:other' }, keys)).not.toBeNull();
    expect(keys.signatures.find(credential)).toBeNull();
  });

  it('is still compared with the digest that is kept: under another pepper it is genuine, and nobody’s', () => {
    const { credential, digest } = mintPersonalToken({ ...subject, tokenId, expiresAt: new Date('2031-01-01') }, keys, digests);
    expect(readSigned(credential, expected, keys)).not.toBeNull();
    expect(digests.isDigestOf(digest, credential)).toBe(true);
    expect(new SecretDigests(someKeys(2)).isDigestOf(digest, credential)).toBe(false);
  });
});
