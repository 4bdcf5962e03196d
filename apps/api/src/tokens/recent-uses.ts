/** Where a request came from. */
export interface From {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** A token, by its row in the index, and where the first request with it came from. */
export interface RecentUse {
  readonly row: number;
  readonly from: From;
}

const rowsPerChunkBits = 14;
const rowsPerChunk = 1 << rowsPerChunkBits;

/**
 * When each token was last used, and which uses are not stored yet. Every request of a protected application is noted here: a
 * number in an array, beside the index, so that it takes one look into memory and leaves nothing to the collector of garbage.
 */
export class RecentUses {
  /** Milliseconds since 1970 by row, below zero once it was taken to be stored; 0 for a token that was not used. */
  readonly #chunks: (Float64Array | undefined)[] = [];
  #waiting: RecentUse[] = [];
  /** Many requests come from the same few proxies. */
  readonly #known = new Map<string, From>();

  /** `from` is asked for once each time that uses are stored, since finding out costs more than remembering. */
  note(row: number, atMs: number, from: () => From): void {
    const chunk = this.#chunks[row >>> rowsPerChunkBits] ?? this.#addChunk(row);
    const at = row & (rowsPerChunk - 1);
    const isWaiting = chunk[at] > 0;
    chunk[at] = atMs;
    if (!isWaiting) this.#waiting.push({ row, from: this.#same(from()) });
  }

  /** Milliseconds since 1970; undefined for a token that this process did not see used. */
  atMs(row: number): number | undefined {
    const atMs = this.#chunks[row >>> rowsPerChunkBits]?.[row & (rowsPerChunk - 1)];
    return atMs ? Math.abs(atMs) : undefined;
  }

  /** What is to be stored, in the order of the first uses. What is used from now on waits for the next time. */
  take(): readonly RecentUse[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#known.clear();
    for (const { row } of taken) this.#set(row, -(this.atMs(row) as number));
    return taken;
  }

  /** What was taken and could not be stored. */
  putBack(uses: readonly RecentUse[]): void {
    for (const use of uses) this.note(use.row, this.atMs(use.row) as number, () => use.from);
  }

  #set(row: number, atMs: number): void {
    const chunk = this.#chunks[row >>> rowsPerChunkBits];
    if (chunk) chunk[row & (rowsPerChunk - 1)] = atMs;
  }

  #addChunk(row: number): Float64Array {
    const chunk = new Float64Array(rowsPerChunk);
    this.#chunks[row >>> rowsPerChunkBits] = chunk;
    return chunk;
  }

  #same(from: From): From {
    const key = `${from.ip} ${from.userAgent}`;
    const known = this.#known.get(key);
    if (!known) this.#known.set(key, from);
    return known ?? from;
  }
}
