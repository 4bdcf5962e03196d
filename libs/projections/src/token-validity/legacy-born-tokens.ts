import type { Position } from '#event-store/envelope';
import { WordRecords } from './record-array.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import type { Holder } from './token-owners.js';

/** The words of a record: the row of a token, and the holder's record before this one, plus one. */
const rowWord = 0;
const previousWord = 1;
const wordsPerRecord = 2;

/**
 * Which personal tokens each holder made with the legacy token of theirs that there is now: those that end with it. When it is
 * renewed or revoked they have ended, whatever else becomes of them, and are forgotten here.
 */
export class LegacyBornTokens {
  readonly #records = new WordRecords(wordsPerRecord);

  get bytes(): number {
    return this.#records.bytes;
  }

  add(row: number, holder: Holder): void {
    const record = this.#records.add();
    const words = this.#records.chunkOf(record);
    const at = this.#records.offsetOf(record);
    words[at + rowWord] = row;
    words[at + previousWord] = holder.newestLegacyBorn + 1;
    holder.newestLegacyBorn = record;
  }

  /** What the holder made with the legacy token before is over. */
  end(holder: Holder, endedAt: Position): void {
    holder.legacyTokenEndedAt = endedAt;
    holder.newestLegacyBorn = -1;
  }

  /** Rows, newest first: of tokens that were revoked or set free meanwhile, too. */
  *of(holder: Holder): Generator<number> {
    for (let record = holder.newestLegacyBorn; record >= 0; ) {
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
