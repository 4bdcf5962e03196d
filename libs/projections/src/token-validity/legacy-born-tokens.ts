import type { Position } from '#event-store/envelope';
import { RecordArray } from './record-array.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import type { TokenOwner } from './token-owners.js';

/** The words of a record: the row of a token, and the owner's record before this one, plus one. */
const rowWord = 0;
const previousWord = 1;
const wordsPerRecord = 2;

/**
 * Which personal tokens each owner made with the legacy token of theirs that there is now: those that end with it. When it is
 * renewed or revoked they have ended, whatever else becomes of them, and are forgotten here.
 */
export class LegacyBornTokens {
  readonly #records = new RecordArray(wordsPerRecord);

  get bytes(): number {
    return this.#records.bytes;
  }

  add(row: number, owner: TokenOwner): void {
    const record = this.#records.add();
    const words = this.#records.chunkOf(record);
    const at = this.#records.offsetOf(record);
    words[at + rowWord] = row;
    words[at + previousWord] = owner.newestLegacyBorn + 1;
    owner.newestLegacyBorn = record;
  }

  /** What the owner made with the legacy token before is over. */
  end(owner: TokenOwner, endedAt: Position): void {
    owner.legacyTokenEndedAt = endedAt;
    owner.newestLegacyBorn = -1;
  }

  /** Rows, newest first: of tokens that were revoked or set free meanwhile, too. */
  *of(owner: TokenOwner): Generator<number> {
    for (let record = owner.newestLegacyBorn; record >= 0; ) {
      const words = this.#records.chunkOf(record);
      const at = this.#records.offsetOf(record);
      yield words[at + rowWord];
      record = words[at + previousWord] - 1;
    }
  }

  save(writer: SnapshotWriter): void {
    this.#records.save(writer);
  }

  /** Of an empty one. */
  load(reader: SnapshotReader): void {
    this.#records.load(reader);
  }
}
