import { timingSafeEqual } from 'node:crypto';
import { digestWords, Hmac } from './hmac.js';
import type { KeyFiles } from './key-files.js';

interface Pepper {
  readonly lookup: Hmac;
  readonly digest: Hmac;
  readonly fingerprint: Hmac;
}

/** Keyed digests of secrets. Anyone who copies the stores without the pepper can verify nothing. */
export class SecretDigests {
  /** The pepper under which new digests are made. */
  readonly version: number;
  /** Used again for each search, which is over before the next one begins. */
  readonly #key = new Int32Array(digestWords);
  /** Newest first. */
  readonly #peppers: readonly Pepper[];

  constructor({ peppers, currentPepperVersion }: KeyFiles) {
    this.version = currentPepperVersion;
    this.#peppers = [...peppers].sort(([a], [b]) => b - a).map(([, pepper]) => pepperOf(pepper));
  }

  /** 16 bytes, base64url: what an opaque credential is found by. */
  lookup(credential: string): string {
    return this.#peppers[0].lookup.digest(credential);
  }

  /**
   * What `find` says of the credential's look-up key under the newest pepper for which it says anything: the credential may have
   * been made under an older one.
   */
  findByLookup<Found>(credential: string, find: (lookup: string) => Found | undefined): Found | undefined {
    return firstOf(this.#peppers, ({ lookup }) => find(lookup.digest(credential)));
  }

  /** The same with the key as four words, most significant first; they are good until `find` returns. */
  findByKey<Found>(credential: string, find: (key: Int32Array) => Found | undefined): Found | undefined {
    return firstOf(this.#peppers, ({ lookup }) => {
      lookup.digestInto(credential, this.#key);
      return find(this.#key);
    });
  }

  /** 16 bytes, base64url: what a signed credential is compared with, beside its signature. */
  digest(credential: string): string {
    return this.#peppers[0].digest.digest(credential);
  }

  /** What a client's key of idempotency, or a body, is recognised by. */
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
