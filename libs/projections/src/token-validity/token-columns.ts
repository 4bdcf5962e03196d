import type { Kind } from '#domain/token';
import { RecordArray } from './record-array.js';
import { fits, kinds, type RowFacts, secondsMax } from './row-facts.js';
import {
  confirmedWord,
  exactGenerationWord,
  expiresAtWord,
  lastSeenWord,
  overlapEndWord,
  type PreviousBits,
  previousSessionWord,
  previousWord,
  readExact,
  readOrder,
  readPrevious,
  wordsPerExtension,
  writeFacts,
  writtenPrevious,
} from './token-extension.js';
import { keyWords } from './token-key.js';

/** The offsets of the words of a row. */
export const lookupWord = 0;
export const idWord = lookupWord + keyWords;
const ownerWord = idWord + keyWords;
/** The low 32 of 38 bits of the expiry, in seconds; in an extended row, the number of its extension. */
const expiryWord = ownerWord + 1;
/** The low 32 of the order's 44 bits. */
const orderWord = expiryWord + 1;
/** From the lowest bit: revoked, extended, kind (3 bits), generation (9), the high bits of the expiry (6) and of the order (12). */
const bitsWord = orderWord + 1;
/** From the lowest bit: whether it was issued with a legacy token, and the number of its policy (31 bits). */
const policyWord = bitsWord + 1;
const wordsPerRow = policyWord + 1;

const revokedBit = 1;
const extendedBit = 2;
const kindShift = 2;
const kindMask = 7;
const generationShift = 5;
const generationMask = 511;
const expiryShift = 14;
const expiryHighMask = 63;
const orderShift = 20;
const wordSize = 2 ** 32;
/** The largest number of seconds stands for no expiry, since it is beyond what a date can name. */
const never = secondsMax;
const legacyBornBit = 1;

/**
 * The facts of tokens, 52 bytes a row. Sessions, and the rare token with a fact that does not fit its row, have an extension with all facts
 * in full: no value is ever truncated.
 */
export class TokenColumns {
  readonly rows = new RecordArray(wordsPerRow);
  readonly extensions = new RecordArray(wordsPerExtension);

  owner(row: number): number {
    return this.#word(row, ownerWord);
  }

  kind(row: number): Kind {
    return kinds[(this.#word(row, bitsWord) >>> kindShift) & kindMask];
  }

  isRevoked(row: number): boolean {
    return (this.#word(row, bitsWord) & revokedBit) !== 0;
  }

  generation(row: number): number {
    const bits = this.#word(row, bitsWord);
    return bits & extendedBit ? (this.#exact(row, exactGenerationWord) ?? 0) : (bits >>> generationShift) & generationMask;
  }

  expiresAtMs(row: number): number | null {
    const bits = this.#word(row, bitsWord);
    if (bits & extendedBit) return this.#exact(row, expiresAtWord);
    const seconds = ((bits >>> expiryShift) & expiryHighMask) * wordSize + (this.#word(row, expiryWord) >>> 0);
    return seconds === never ? null : seconds * 1000;
  }

  /** Only for comparing: a number where the value fits one, since this runs for each request. */
  order(row: number): bigint | number {
    const bits = this.#word(row, bitsWord);
    if (!(bits & extendedBit)) return (bits >>> orderShift) * wordSize + (this.#word(row, orderWord) >>> 0);
    const extension = this.#word(row, expiryWord);
    return readOrder(this.extensions.chunkOf(extension), this.extensions.offsetOf(extension));
  }

  lastSeenMs(row: number): number | null {
    return this.#word(row, bitsWord) & extendedBit ? this.#exact(row, lastSeenWord) : null;
  }

  confirmedAtMs(row: number): number | null {
    return this.#word(row, bitsWord) & extendedBit ? this.#exact(row, confirmedWord) : null;
  }

  /** Until when the previous generation's credential is valid beside the newest one; null when it is not. */
  overlapEndsAtMs(row: number): number | null {
    return this.#word(row, bitsWord) & extendedBit ? this.#exact(row, overlapEndWord) : null;
  }

  /** Of a row that names the end of an overlap. */
  previous(row: number): PreviousBits {
    return readPrevious(this.#extensionWord(row, previousWord));
  }

  /** To be called once the row names the end of the overlap, while it still says what the generation before hung on. */
  keepPrevious(row: number, endsOnFirstUse: boolean): void {
    const previous = { endsOnFirstUse, isLegacyBorn: this.isLegacyBorn(row), policy: this.policy(row) };
    this.#setExtensionWord(row, previousWord, writtenPrevious(previous));
  }

  isLegacyBorn(row: number): boolean {
    return (this.#word(row, policyWord) & legacyBornBit) !== 0;
  }

  setLegacyBorn(row: number, isLegacyBorn: boolean): void {
    this.#setWord(row, policyWord, (this.#word(row, policyWord) & ~legacyBornBit) | (isLegacyBorn ? legacyBornBit : 0));
  }

  /** The token's policy, by its number in `TokenPolicies`. */
  policy(row: number): number {
    return this.#word(row, policyWord) >>> 1;
  }

  setPolicy(row: number, policy: number): void {
    this.#setWord(row, policyWord, (policy << 1) | (this.#word(row, policyWord) & legacyBornBit));
  }

  /** The row of the owner's previous session; -1 for the first. */
  previousSession(row: number): number {
    return this.#extensionWord(row, previousSessionWord) - 1;
  }

  facts(row: number): RowFacts {
    const [kind, revoked, generation] = [this.kind(row), this.isRevoked(row), this.generation(row)];
    const order = this.order(row);
    const [expiresAtMs, lastSeenMs, confirmedAtMs] = [this.expiresAtMs(row), this.lastSeenMs(row), this.confirmedAtMs(row)];
    const overlapEndsAtMs = this.overlapEndsAtMs(row);
    return { kind, revoked, generation, order, expiresAtMs, lastSeenMs, confirmedAtMs, overlapEndsAtMs };
  }

  setOwner(row: number, owner: number): void {
    this.#setWord(row, ownerWord, owner);
  }

  setRevoked(row: number): void {
    this.#setWord(row, bitsWord, this.#word(row, bitsWord) | revokedBit);
  }

  /** The row must be a session whose facts are set. */
  setPreviousSession(row: number, previous: number): void {
    this.#setExtensionWord(row, previousSessionWord, previous + 1);
  }

  setFacts(row: number, facts: RowFacts): void {
    const bits = (facts.revoked ? revokedBit : 0) | (kinds.indexOf(facts.kind) << kindShift);
    const isExtended = (this.#word(row, bitsWord) & extendedBit) !== 0;
    const { order } = facts;
    if (isExtended || typeof order === 'bigint' || !fits(facts)) return this.#setExtended(row, facts, bits, isExtended);
    const seconds = facts.expiresAtMs === null ? never : facts.expiresAtMs / 1000;
    const high = (Math.floor(seconds / wordSize) << expiryShift) | (Math.floor(order / wordSize) << orderShift);
    this.#setWord(row, bitsWord, bits | (facts.generation << generationShift) | high);
    this.#setWord(row, expiryWord, seconds | 0);
    this.#setWord(row, orderWord, order | 0);
  }

  #setExtended(row: number, facts: RowFacts, bits: number, hasExtension: boolean): void {
    const extension = hasExtension ? this.#word(row, expiryWord) : this.extensions.add();
    writeFacts(this.extensions.chunkOf(extension), this.extensions.offsetOf(extension), facts);
    this.#setWord(row, bitsWord, bits | extendedBit);
    this.#setWord(row, expiryWord, extension);
  }

  #exact(row: number, word: number): number | null {
    const extension = this.#word(row, expiryWord);
    return readExact(this.extensions.chunkOf(extension), this.extensions.offsetOf(extension), word);
  }

  #extensionWord(row: number, word: number): number {
    const extension = this.#word(row, expiryWord);
    return this.extensions.chunkOf(extension)[this.extensions.offsetOf(extension) + word];
  }

  #setExtensionWord(row: number, word: number, value: number): void {
    const extension = this.#word(row, expiryWord);
    this.extensions.chunkOf(extension)[this.extensions.offsetOf(extension) + word] = value;
  }

  #word(row: number, word: number): number {
    return this.rows.chunkOf(row)[this.rows.offsetOf(row) + word];
  }

  #setWord(row: number, word: number, value: number): void {
    this.rows.chunkOf(row)[this.rows.offsetOf(row) + word] = value;
  }
}
