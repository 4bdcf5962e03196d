import { readDouble, writeDouble } from './record-array.js';
import type { RowFacts } from './row-facts.js';

/** The words of an extension, which holds the facts that do not fit a row, unrounded. A NaN stands for null. */
export const expiresAtWord = 0;
export const lastSeenWord = 2;
export const confirmedWord = 4;
export const exactGenerationWord = 6;
const exactOrderWord = 8;
/** The row of the owner's previous session, plus one. */
export const previousSessionWord = 10;
export const overlapEndWord = 11;
/** Of the generation before, while it is good: its `PreviousBits`. */
export const previousWord = 13;
export const wordsPerExtension = 14;

/** What is kept of the generation before the newest: what judges it as the newest is judged, and what may end it. */
export interface PreviousBits {
  readonly isLegacyBorn: boolean;
  readonly endsOnFirstUse: boolean;
  /** As `TokenPolicies` numbers them; 30 bits. */
  readonly policy: number;
}

const legacyBornBit = 1;
const onFirstUseBit = 2;
const policyShift = 2;

/** What the bits of `previousWord` say. */
export const readPrevious = (bits: number): PreviousBits => ({
  isLegacyBorn: (bits & legacyBornBit) !== 0,
  endsOnFirstUse: (bits & onFirstUseBit) !== 0,
  policy: bits >>> policyShift,
});

/** The bits of `previousWord` that say this. */
export const writtenPrevious = ({ isLegacyBorn, endsOnFirstUse, policy }: PreviousBits): number =>
  (isLegacyBorn ? legacyBornBit : 0) | (endsOnFirstUse ? onFirstUseBit : 0) | (policy << policyShift);

/** Everything but the session before, of the extension that begins at `at`. */
export function writeFacts(words: Int32Array, at: number, facts: RowFacts): void {
  writeDouble(words, at + expiresAtWord, facts.expiresAtMs ?? Number.NaN);
  writeDouble(words, at + lastSeenWord, facts.lastSeenMs ?? Number.NaN);
  writeDouble(words, at + confirmedWord, facts.confirmedAtMs ?? Number.NaN);
  writeDouble(words, at + overlapEndWord, facts.overlapEndsAtMs ?? Number.NaN);
  writeDouble(words, at + exactGenerationWord, facts.generation);
  const order = BigInt(facts.order);
  words[at + exactOrderWord] = Number(BigInt.asIntN(32, order));
  words[at + exactOrderWord + 1] = Number(BigInt.asIntN(32, order >> 32n));
}

/** The place in the log, of the extension that begins at `at`. */
export const readOrder = (words: Int32Array, at: number): bigint =>
  (BigInt(words[at + exactOrderWord + 1]) << 32n) | BigInt(words[at + exactOrderWord] >>> 0);

/** A double of the extension that begins at `at`. */
export function readExact(words: Int32Array, at: number, word: number): number | null {
  const value = readDouble(words, at + word);
  return Number.isNaN(value) ? null : value;
}
