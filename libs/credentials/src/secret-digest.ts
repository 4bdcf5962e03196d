import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyFiles } from './key-files.js';

const digestBytes = 16;

/** Keyed digests of secrets. Whoever copies the stores without the pepper can verify nothing. */
export class SecretDigests {
  /** The pepper under which new digests are made. */
  readonly version: number;
  readonly #peppers: readonly { version: number; pepper: Buffer }[];

  constructor({ peppers, currentPepperVersion }: KeyFiles) {
    this.version = currentPepperVersion;
    this.#peppers = [...peppers].map(([version, pepper]) => ({ version, pepper })).sort((a, b) => b.version - a.version);
  }

  /** 16 bytes, base64url: what an opaque credential is found by. */
  lookup(credential: string): string {
    return keyed(this.#peppers[0].pepper, 'lookup', credential);
  }

  /** The same under every pepper, newest first: the credential may have been made under an older one. */
  lookups(credential: string): { version: number; lookup: string }[] {
    return this.#peppers.map(({ version, pepper }) => ({ version, lookup: keyed(pepper, 'lookup', credential) }));
  }

  /** 16 bytes, base64url: what a signed credential is compared with, beside its signature. */
  digest(credential: string): string {
    return keyed(this.#peppers[0].pepper, 'digest', credential);
  }

  /** What a client's key of idempotency, or a body, is recognised by. */
  fingerprint(text: string): string {
    return keyed(this.#peppers[0].pepper, 'fingerprint', text);
  }

  isDigestOf(digest: string, credential: string): boolean {
    return this.#peppers.some(({ pepper }) => isEqual(digest, keyed(pepper, 'digest', credential)));
  }
}

function keyed(pepper: Buffer, purpose: 'lookup' | 'digest' | 'fingerprint', text: string): string {
  return createHmac('sha256', pepper).update(`${purpose}\0`).update(text).digest().subarray(0, digestBytes).toString('base64url');
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
