import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { SignatureCache } from './signature-cache.js';

const publicMembers = ['kty', 'crv', 'x', 'y'] as const;

export type PublicJwk = Readonly<Record<(typeof publicMembers)[number], string>>;

const publicHalf = (jwk: Readonly<Record<string, string>>) =>
  Object.fromEntries(publicMembers.map((member) => [member, jwk[member]])) as PublicJwk;

interface Key {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject | undefined;
}

/** The keys of this installation, by RFC 7638 thumbprint. An unknown `kid` is looked up nowhere else. */
export class SigningKeys {
  /** The cache of signatures of these keys. */
  readonly signatures = new SignatureCache();
  readonly #keys = new Map<string, Key>();
  readonly #retired = new Set<string>();
  #activeKid: string | null = null;

  /** A retired key stays retired, however late its publication is applied. */
  add(kid: string, jwk: Readonly<Record<string, string>>, privateKey?: KeyObject): void {
    if (this.#retired.has(kid)) return;
    const publicJwk = publicHalf(jwk);
    const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' });
    if (this.#keys.get(kid)?.publicKey.equals(publicKey) === false) this.signatures.clear();
    this.#keys.set(kid, { kid, publicJwk, publicKey, privateKey });
  }

  activate(kid: string): void {
    if (!this.#retired.has(kid)) this.#activeKid = kid;
  }

  /** From now on no signature of this key is accepted. */
  retire(kid: string): void {
    this.#retired.add(kid);
    this.#keys.delete(kid);
    this.signatures.clear();
    if (this.#activeKid === kid) this.#activeKid = null;
  }

  get canSign(): boolean {
    return this.#keys.get(this.#activeKid ?? '')?.privateKey !== undefined;
  }

  /** @throws Error when there is no active key with a readable private half */
  get active(): { readonly kid: string; readonly privateKey: KeyObject } {
    const key = this.#keys.get(this.#activeKid ?? '');
    if (!key?.privateKey) throw new Error('No signing key is active.');
    return { kid: key.kid, privateKey: key.privateKey };
  }

  verificationKey(kid: string): KeyObject | undefined {
    return this.#keys.get(kid)?.publicKey;
  }

  /** The JWK set (RFC 7517), with public members only. */
  jwks(): { keys: (PublicJwk & { kid: string; alg: 'ES256'; use: 'sig' })[] } {
    return { keys: [...this.#keys.values()].map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: 'ES256', use: 'sig' })) };
  }
}

interface NewSigningKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** To be stored in the vault, and nowhere else. */
  readonly privatePkcs8: Buffer;
}

/**
 * Generates an ES256 key pair whose id does not look like an option of a command line, since an operator may have to name it in a hurry.
 */
export async function generateSigningKey(): Promise<NewSigningKey> {
  for (;;) {
    const key = await anySigningKey();
    if (!key.kid.startsWith('-')) return key;
  }
}

async function anySigningKey(): Promise<NewSigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const publicJwk = publicHalf(jwk as Record<string, string>);
  const kid = await calculateJwkThumbprint(publicJwk, 'sha256');
  const pem = await exportPKCS8(privateKey);
  return { kid, publicJwk, privatePkcs8: Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64') };
}
