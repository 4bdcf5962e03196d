import { hash, randomBytes } from 'node:crypto';
import { readUuid, uuidBytes, writeUuid } from './uuid-bytes.js';

/** The signed claims that a verdict needs. */
export interface SignedClaims {
  readonly as: 'access' | 'personal' | 'api-key';
  /** The id of the token that the credential belongs to. */
  readonly tid: string;
  readonly gen: number;
  /** The id of the token's owner. */
  readonly sub: string;
  /** Seconds since 1970. */
  readonly iat: number;
  /** Access tokens only, in seconds since 1970. Null for others, whose expiry is in the log. */
  readonly exp: number | null;
  /** Whether the log has confirmed that exactly this text was minted, and not only that one of our keys signed it. It stays true. */
  readonly isRecorded: boolean;
}

const entriesMaxDefault = 262_144;

/**
 * A cache of verified signatures: that one of our keys signed exactly these characters, and the claims. Verifying a signature takes thirty
 * times as long as everything else. Whether the credential is valid is never cached: it is judged anew each time, so a revocation
 * invalidates nothing here; only the retirement of a key clears the cache.
 * Texts are found by a digest under a key of this process, so the cache contains nothing that could be presented. There are two
 * generations; when the newer one is full, the older one is dropped, except for the entries that were used meanwhile. Flat arrays keep the
 * garbage collector out.
 */
export class SignatureCache {
  readonly #entriesMax: number;
  readonly #prefix = randomBytes(32).toString('base64url');
  #newer: CacheHalf;
  #older: CacheHalf | null = null;

  /** Caches at least `entriesMax` texts in use, and at most twice as many, in 64 bytes each plus the same again as free slots. */
  constructor(entriesMax = entriesMaxDefault) {
    this.#entriesMax = entriesMax;
    this.#newer = new CacheHalf(entriesMax);
  }

  find(text: string): SignedClaims | null {
    const digest = this.#digestOf(text);
    const found = this.#newer.find(digest);
    if (found !== null) return found;
    const old = this.#older?.find(digest) ?? null;
    if (old !== null) this.#put(digest, old);
    return old;
  }

  /** Must be called only with a text that was signed or verified a moment ago. */
  remember(text: string, claims: SignedClaims): void {
    this.#put(this.#digestOf(text), claims);
  }

  /** Must be called once the log has confirmed that this text was minted. A text that is not in the cache is not added. */
  markRecorded(text: string): void {
    const digest = this.#digestOf(text);
    const known = this.#newer.find(digest) ?? this.#older?.find(digest);
    if (known) this.#put(digest, { ...known, isRecorded: true });
  }

  clear(): void {
    this.#newer = new CacheHalf(this.#entriesMax);
    this.#older = null;
  }

  #put(digest: string, claims: SignedClaims): void {
    if (this.#newer.isFull) {
      this.#older = this.#newer;
      this.#newer = new CacheHalf(this.#entriesMax);
    }
    this.#newer.put(digest, claims);
  }

  /** The digest has one character a byte. */
  #digestOf(text: string): string {
    return hash('sha256', this.#prefix + text, 'binary');
  }
}

const entryBytes = 64;
/** 16 bytes of the digest are kept, for which nobody finds a second text. */
const digestBytes = 16;
const idAt = digestBytes;
const subjectAt = idAt + uuidBytes;
/** Offsets from the beginning of the entry, in doubles and in 32-bit words. */
const issuedAt = 6;
const generationAt = 14;
const kindAt = 60;
/** The seconds from `iat` to `exp`, at an offset in units of 16 bits. */
const lifetimeAt = 31;
const lifetimeMax = 0xffff;
const kinds = [null, 'access', 'personal', 'api-key'] as const;
const kindMask = 0x7f;
const recordedBit = 0x80;
const generationMax = 0xffffffff;

/** A hash table with open addressing, a quarter to a half full; the system allocates its memory only when it is written. */
class CacheHalf {
  readonly #entriesMax: number;
  readonly #mask: number;
  readonly #bytes: Uint8Array;
  readonly #halves: Uint16Array;
  readonly #words: Uint32Array;
  readonly #doubles: Float64Array;
  #entries = 0;

  constructor(entriesMax: number) {
    const places = 2 ** Math.ceil(Math.log2(entriesMax * 2));
    const buffer = new ArrayBuffer(places * entryBytes);
    this.#entriesMax = entriesMax;
    this.#mask = places - 1;
    this.#bytes = new Uint8Array(buffer);
    this.#halves = new Uint16Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }

  get isFull(): boolean {
    return this.#entries >= this.#entriesMax;
  }

  find(digest: string): SignedClaims | null {
    const place = this.#placeOf(digest);
    const bits = this.#bytes[place * entryBytes + kindAt];
    const kind = kinds[bits & kindMask];
    if (kind === null) return null;
    const at = place * entryBytes;
    const iat = this.#doubles[at / 8 + issuedAt];
    return {
      as: kind,
      tid: readUuid(this.#bytes, at + idAt),
      gen: this.#words[at / 4 + generationAt],
      sub: readUuid(this.#bytes, at + subjectAt),
      iat,
      exp: kind === 'access' ? iat + this.#halves[at / 2 + lifetimeAt] : null,
      isRecorded: (bits & recordedBit) !== 0,
    };
  }

  /** Claims that do not fit an entry are not cached, and verified each time. */
  put(digest: string, { as, tid, gen, sub, iat, exp, isRecorded }: SignedClaims): void {
    const lifetime = (exp ?? iat) - iat;
    if (!(lifetime >= 0 && lifetime <= lifetimeMax)) return;
    const at = this.#placeOf(digest) * entryBytes;
    const isNew = this.#bytes[at + kindAt] === 0;
    if (gen > generationMax || !writeUuid(tid, this.#bytes, at + idAt) || !writeUuid(sub, this.#bytes, at + subjectAt)) return;
    for (let word = 0; word < digestBytes / 4; word += 1) this.#words[at / 4 + word] = wordOf(digest, word);
    this.#words[at / 4 + generationAt] = gen;
    this.#doubles[at / 8 + issuedAt] = iat;
    this.#halves[at / 2 + lifetimeAt] = lifetime;
    this.#bytes[at + kindAt] = kinds.indexOf(as) | (isRecorded ? recordedBit : 0);
    if (isNew) this.#entries += 1;
  }

  /** Returns the slot of the digest, or the free slot where it would be inserted. */
  #placeOf(digest: string): number {
    const first = wordOf(digest, 0);
    const second = wordOf(digest, 1);
    const third = wordOf(digest, 2);
    const fourth = wordOf(digest, 3);
    const words = this.#words;
    for (let place = first & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = place * (entryBytes / 4);
      if (this.#bytes[place * entryBytes + kindAt] === 0) return place;
      if (words[at] === first && words[at + 1] === second && words[at + 2] === third && words[at + 3] === fourth) return place;
    }
  }
}

function wordOf(digest: string, word: number): number {
  const at = word * 4;
  return (
    (digest.charCodeAt(at) | (digest.charCodeAt(at + 1) << 8) | (digest.charCodeAt(at + 2) << 16) | (digest.charCodeAt(at + 3) << 24)) >>> 0
  );
}
