import { inTransaction } from './disposable-database.js';
import { EventRows } from './event-rows.js';
import { isDamage, openReadOnly, openSqlite, type Sqlite, type Statement } from './sqlite-driver.js';
import { Chain, LogDamaged, type StoredRow, selectRows } from './verify-log.js';

/** Few enough that whoever is served meanwhile does not notice. */
const rowsPerTurn = 200;

/**
 * Copies a log, which a server may be appending to, row by row into a file of its own, and checks each event against the chain on
 * the way. Kept open, it can follow: what was appended meanwhile is copied by catching up once more.
 */
export class LogCopy {
  readonly #from: string;
  readonly #source: Sqlite;
  readonly #read: Statement;
  readonly #target: Sqlite;
  readonly #rows: EventRows;
  readonly #chain = new Chain();

  /** `to` must not exist yet. */
  constructor(from: string, to: string) {
    this.#from = from;
    this.#source = openReadOnly(from);
    this.#read = this.#source.prepare(selectRows);
    this.#target = openSqlite(to, { journalMode: 'delete', synchronous: 'full' });
    this.#rows = new EventRows(this.#target);
  }

  /**
   * Resolves to the position of the newest event there is, in the very turn in which the copy has it; `turn` is waited for before.
   *
   * @throws LogDamaged naming what does not fit
   */
  async catchUp(turn: () => Promise<void>, onProgress: (position: number, end: number) => void = () => {}): Promise<number> {
    for (let copied = this.#copySome(onProgress); copied > 0; copied = this.#copySome(onProgress)) {
      if (copied === rowsPerTurn) await turn();
    }
    return this.#chain.position;
  }

  close(): void {
    this.#source.close();
    this.#target.close();
  }

  #copySome(onProgress: (position: number, end: number) => void): number {
    try {
      const rows = this.#read.all(this.#chain.position, rowsPerTurn) as StoredRow[];
      if (rows.length === 0) return 0;
      inTransaction(this.#target, () => {
        for (const row of rows) {
          this.#chain.follow(row);
          this.#rows.adopt(row);
        }
      });
      onProgress(this.#chain.position, this.#end());
      return rows.length;
    } catch (error) {
      throw isDamage(error) ? new LogDamaged(`The event log ${this.#from} is damaged: ${(error as Error).message}.`) : error;
    }
  }

  #end(): number {
    return (this.#source.prepare('SELECT max(position) AS end FROM events').get() as { end: number }).end;
  }
}
