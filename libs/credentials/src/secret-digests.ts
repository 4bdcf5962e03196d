import { timingSafeEqual } from 'node:crypto';
import { digestWords, Hmac } from './hmac.js';
import type { KeyFiles } from './key-files.js';

interface Pepper {
  readonly lookup: Hmac;
  readonly digest: Hmac;
  readonly fingerprint: Hmac;
}

/** Keyed digests of secrets. A copy of the stores without the pepper verifies no credential. */
export class SecretDigests {
  /** The pepper under which new digests are made. */
  readonly version: number;
  /** The buffer is reused for each search, since one search ends before the next begins. */
  readonly #key = new Int32Array(digestWords);
  /** The newest pepper comes first. */
  readonly #peppers: readonly Pepper[];

  constructor({ peppers, currentPepperVersion }: KeyFiles) {
    this.version = currentPepperVersion;
    this.#peppers = [...peppers].sort(([a], [b]) => b - a).map(([, pepper]) => pepperOf(pepper));
  }

  /** 16 bytes, base64url: the look-up key of an opaque credential. */
  lookup(credential: string): string {
    return this.#peppers[0].lookup.digest(credential);
  }

  /**
   * Calls `find` with the credential's look-up key under each pepper, newest first, and returns the first result: the credential may have
   * been made under an older pepper.
   */
  findByLookup<Found>(credential: string, find: (lookup: string) => Found | undefined): Found | undefined {
    return firstOf(this.#peppers, ({ lookup }) => find(lookup.digest(credential)));
  }

  /** The same with the key as four words, most significant first; the array is valid until `find` returns. */
  findByKey<Found>(credential: string, find: (key: Int32Array) => Found | undefined): Found | undefined {
    return firstOf(this.#peppers, ({ lookup }) => {
      lookup.digestInto(credential, this.#key);
      return find(this.#key);
    });
  }

  /** 16 bytes, base64url: a signed credential must match this digest besides its signature. */
  digest(credential: string): string {
    return this.#peppers[0].digest.digest(credential);
  }

  /** The digest by which an idempotency key, or a request body, is recognized. */
  fingerprint(text: string): string {
    return this.#peppers[0].fingerprint.digest(text);
  }

  isDigestOf(digest: string, credential: string): boolean {
    return this.#peppers.some((pepper) => isEqual(digest, pepper.digest.digest(credential)));
  }
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function pepperOf(pepper: Buffer): Pepper {
  const keyed = (purpose: string) => new Hmac(pepper, `${purpose}\0`);
  return { lookup: keyed('lookup'), digest: keyed('digest'), fingerprint: keyed('fingerprint') };
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
