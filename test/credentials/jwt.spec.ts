import { createPrivateKey, createSecretKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { jwtVerify, SignJWT } from 'jose';
import { signJwt, verifyJwt } from '#credentials/jwt';
import { generateSigningKey, type PublicJwk, SigningKeys } from '#credentials/signing-keys';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('A signed credential', () => {
  const keys = new SigningKeys();
  let kid: string;
  let publicJwk: PublicJwk;
  let privateKey: ReturnType<typeof createPrivateKey>;
  let credential: string;
  beforeAll(async () => {
    const made = await generateSigningKey();
    ({ kid, publicJwk } = made);
    privateKey = createPrivateKey({ key: made.privatePkcs8, format: 'der', type: 'pkcs8' });
    keys.add(kid, publicJwk, privateKey);
    keys.activate(kid);
    ({ credential } = signJwt('pat+jwt', { sub: 'ada', n: 1 }, keys));
  });

  /** Signs anything with the real key, so that only the form can be wrong. */
  const signed = (header: unknown, claims: unknown) => {
    const input = `${encode(header)}.${encode(claims)}`;
    let signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    if (sOf(signature) > order / 2n) signature = withS(signature, order - sOf(signature));
    return `${input}.${signature.toString('base64url')}`;
  };
  const sOf = (signature: Buffer) => BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const withS = (signature: Buffer, s: bigint) =>
    Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);

  it('verifies, to its type and claims', () =>
    expect(verifyJwt(credential, keys)).toEqual({ type: 'pat+jwt', claims: { sub: 'ada', n: 1 } }));

  it('is what another library reads too', async () => {
    const { payload } = await jwtVerify(credential, keys.verificationKey(kid) as never, { typ: 'pat+jwt' });
    expect(payload).toMatchObject({ sub: 'ada' });
  });

  it('is accepted from another library that signs with our key and writes as we do', () => {
    expect(verifyJwt(signed({ alg: 'ES256', kid, typ: 'at+jwt' }, { a: 1 }), keys)).toEqual({ type: 'at+jwt', claims: { a: 1 } });
  });

  it('is not accepted in the other of its two equivalent forms', () => {
    for (let i = 0; i < 20; i += 1) {
      const [head, body, tail] = signJwt('at+jwt', { i }, keys).credential.split('.');
      const signature = Buffer.from(tail, 'base64url');
      const twin = withS(signature, order - sOf(signature)).toString('base64url');
      expect(verifyJwt(`${head}.${body}.${tail}`, keys)).not.toBeNull();
      expect(verifyJwt(`${head}.${body}.${twin}`, keys)).toBeNull();
    }
  });

  it('is not accepted with any one character changed (SR-13)', () => {
    for (let at = 0; at < credential.length; at += 1) {
      const other = credential[at] === 'A' ? 'B' : 'A';
      expect(verifyJwt(credential.slice(0, at) + other + credential.slice(at + 1), keys)).toBeNull();
    }
  });

  it.each([
    ['blanks around it', (text: string) => ` ${text}`],
    ['a newline after it', (text: string) => `${text}\n`],
    ['padding', (text: string) => `${text}==`],
    ['standard base64', (text: string) => text.replaceAll('-', '+').replaceAll('_', '/').concat('+')],
    ['a fourth part', (text: string) => `${text}.`],
    ['no signature', (text: string) => `${text.split('.').slice(0, 2).join('.')}.`],
    ['two parts', (text: string) => text.split('.').slice(0, 2).join('.')],
    ['foreign characters inside', (text: string) => `${text.slice(0, 9)}!${text.slice(9)}`],
    ['upper case', (text: string) => text.toUpperCase()],
  ])('is not accepted with %s', (_what, change) => expect(verifyJwt(change(credential), keys)).toBeNull());

  it.each([
    ['alg none', { alg: 'none', typ: 'pat+jwt' }],
    ['alg HS256', { alg: 'HS256', typ: 'pat+jwt' }],
    ['another type', { alg: 'ES256', typ: 'JWT' }],
    ['no type', { alg: 'ES256' }],
    ['a key in the header', { alg: 'ES256', typ: 'pat+jwt', jwk: {} }],
    ['a key address in the header', { alg: 'ES256', typ: 'pat+jwt', jku: 'https://evil.example' }],
    ['a critical member', { alg: 'ES256', typ: 'pat+jwt', crit: ['b64'], b64: false }],
    ['an unknown kid', { alg: 'ES256', typ: 'pat+jwt', kid: 'other' }],
    ['a kid that walks', { alg: 'ES256', typ: 'pat+jwt', kid: '../../etc/passwd' }],
    ['a kid that is no text', { alg: 'ES256', typ: 'pat+jwt', kid: 7 }],
    ['a prototype member', { alg: 'ES256', typ: 'pat+jwt', kid: '__proto__' }],
  ])('is not accepted with %s, though genuinely signed', (_what, header) => {
    expect(verifyJwt(signed({ kid, ...header }, { a: 1 }), keys)).toBeNull();
  });

  it.each([
    ['a duplicate member', '{"sub":"ada","sub":"eve"}'],
    ['blanks', '{ "sub": "ada" }'],
    ['an array', '[]'],
    ['null', 'null'],
    ['no JSON', 'sub'],
    ['a number that reads differently', '{"n":1.0}'],
  ])('is not accepted with claims that are %s, though genuinely signed', (_what, claims) => {
    expect(verifyJwt(signed({ alg: 'ES256', kid, typ: 'pat+jwt' }, claims), keys)).toBeNull();
  });

  it('signed by the public key as an HMAC secret is not accepted', async () => {
    const secret = createSecretKey(Buffer.from(JSON.stringify(publicJwk)));
    const forged = await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256', kid, typ: 'pat+jwt' }).sign(secret);
    expect(verifyJwt(forged, keys)).toBeNull();
  });

  it('signed by another key under our kid is not accepted', async () => {
    const other = await generateSigningKey();
    const foreign = new SigningKeys();
    foreign.add(kid, other.publicJwk, createPrivateKey({ key: other.privatePkcs8, format: 'der', type: 'pkcs8' }));
    foreign.activate(kid);
    expect(verifyJwt(signJwt('pat+jwt', { sub: 'ada' }, foreign).credential, keys)).toBeNull();
  });

  it('is not accepted when it is longer than any that we make', () => {
    expect(verifyJwt(signed({ alg: 'ES256', kid, typ: 'pat+jwt' }, { text: 'x'.repeat(8192) }), keys)).toBeNull();
  });

  it('is not accepted once its key was retired, and nothing can be signed without an active key', () => {
    const retiring = new SigningKeys();
    retiring.add(kid, publicJwk, privateKey);
    retiring.activate(kid);
    const text = signJwt('pat+jwt', {}, retiring).credential;
    retiring.retire(kid);
    expect(verifyJwt(text, retiring)).toBeNull();
    expect(() => signJwt('pat+jwt', {}, retiring)).toThrow('No signing key is active.');
  });

  it('has a public key set without anything private', () => {
    expect(Object.keys(keys.jwks().keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
