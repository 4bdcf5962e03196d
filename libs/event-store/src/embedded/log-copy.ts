import { inTransaction } from '#sqlite/disposable-database';
import { openReadOnly, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { EventRows } from './event-rows.js';
import { genesis } from './log-marks.js';
import { sealAt } from './log-seal.js';
import { ChainCheck, damageOf } from './verify-log.js';

/** So few rows at a time that requests served meanwhile are not noticeably delayed. */
const rowsPerTurn = 200;

/**
 * Copies a log, to which a server may be appending, row by row into a new file, and verifies each event against the hash chain. While it is
 * open it can follow: another `catchUp` copies what was appended meanwhile.
 */
export class LogCopy {
  readonly #from: string;
  readonly #source: Sqlite;
  readonly #target: Sqlite;
  readonly #rows: EventRows;
  readonly #check: ChainCheck;

  /** `to` must not exist yet. @throws LogDamaged when `from` is no log at all */
  constructor(from: string, to: string) {
    this.#from = from;
    this.#source = openReadOnly(from);
    try {
      this.#check = new ChainCheck(this.#source, genesis);
    } catch (error) {
      this.#source.close();
      throw damageOf(error, from);
    }
    this.#target = openSqlite(to, { journalMode: 'delete', synchronous: 'full' });
    this.#rows = new EventRows(this.#target);
  }

  /**
   * Resolves to the position of the newest event, in the same tick in which the copy has it. Before each page it awaits `turn`.
   *
   * @throws LogDamaged naming the first position that does not match
   */
  async catchUp(turn: () => Promise<void>, onProgress: (position: number, end: number) => void = () => {}): Promise<number> {
    for (let copied = this.#copySome(onProgress); copied > 0; copied = this.#copySome(onProgress)) {
      if (copied === rowsPerTurn) await turn();
    }
    return Number(this.#check.mark.position);
  }

  close(): void {
    this.#source.close();
    this.#target.close();
  }

  #copySome(onProgress: (position: number, end: number) => void): number {
    let copied = 0;
    try {
      inTransaction(this.#target, () => {
        this.#check.advance(rowsPerTurn, (_mark, row) => {
          this.#rows.adopt(row);
          copied += 1;
        });
        if (copied > 0) this.#adoptSeal();
      });
    } catch (error) {
      throw damageOf(error, this.#from);
    }
    if (copied > 0) onProgress(Number(this.#check.mark.position), this.#end());
    return copied;
  }

  /** Copies the seal, so that the copy ends as the log did. */
  #adoptSeal(): void {
    const seal = sealAt(this.#source, this.#check.mark);
    if (seal) this.#rows.seal(this.#check.mark.position, seal);
  }

  #end(): number {
    return (this.#source.prepare('SELECT max(position) AS end FROM events').get() as { end: number }).end;
  }
}
