import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
export const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
export const bytes32 = (n: bigint) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex');

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** Signs whatever it is given with the installation's own key, so that only form and claims can be wrong. */
export function signerOf({ kid, privateKey }: SigningKey) {
  const withLowS = (signature: Buffer) => {
    const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
    return s > order / 2n ? Buffer.concat([signature.subarray(0, 32), bytes32(order - s)]) : signature;
  };
  const signed = (header: unknown, claims: unknown) => {
    const input = `${encode(header)}.${encode(claims)}`;
    return `${input}.${withLowS(sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })).toString('base64url')}`;
  };
  const header = (change: object = {}) => ({ alg: 'ES256', kid, typ: 'at+jwt', ...change });
  return { kid, privateKey, signed, header };
}

/** What the hostile tokens below are forged from. */
export function forgeOf(key: SigningKey, good: { access: string; personal: string }, nowMs: number) {
  const { kid, privateKey, signed, header } = signerOf(key);
  const [h, p, s] = good.access.split('.');
  const claims = JSON.parse(Buffer.from(p, 'base64url').toString());
  const hmac = (key: string | Buffer, alg = 'HS256') => {
    const input = `${encode(header({ alg }))}.${p}`;
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  };
  const signature = Buffer.from(s, 'base64url');
  const withSignature = (raw: Buffer) => `${h}.${p}.${raw.toString('base64url')}`;
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const byForeign = (head: object) => {
    const input = `${encode(head)}.${p}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key: foreign.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const claiming = (change: object) => signed(header(), { ...claims, ...change });
  const without = (name: string) => signed(header(), Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name)));
  const rawClaims = (text: string) => signed(header(), text);
  const lowerS = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const now = Math.floor(nowMs / 1000);
  const parts = { good, h, p, s, claims, signature, lowerS, now };
  return {
    kid,
    privateKey,
    signed,
    header,
    ...parts,
    ...publicForms(privateKey),
    hmac,
    withSignature,
    foreign,
    byForeign,
    claiming,
    without,
    rawClaims,
  };
}

/** The public key in the forms in which somebody may take it for a secret. */
function publicForms(privateKey: KeyObject) {
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { pem, der: publicKey.export({ type: 'spki', format: 'der' }), jwk: publicKey.export({ format: 'jwk' }) };
}

export type Forge = ReturnType<typeof forgeOf>;
export type Row = readonly [id: string, what: string, texts: string | readonly string[]];
