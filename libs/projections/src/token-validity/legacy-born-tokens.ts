import type { Position } from '#event-store/envelope';
import { RecordArray } from './record-array.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import type { TokenOwner } from './token-owners.js';

/** The words of a record: the row of a token, and the number of the owner's previous record plus one. */
const rowWord = 0;
const previousWord = 1;
const wordsPerRecord = 2;

/**
 * For each owner, the personal tokens issued with the current legacy token, which end with it. When the legacy token is renewed or revoked
 * they have ended for good, and are removed from here.
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

  /** Ends everything that the owner issued with the previous legacy token. */
  end(owner: TokenOwner, endedAt: Position): void {
    owner.legacyTokenEndedAt = endedAt;
    owner.newestLegacyBorn = -1;
  }

  /** The rows, newest first, including tokens that were revoked or detached since. */
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

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    this.#records.load(reader);
  }
}
