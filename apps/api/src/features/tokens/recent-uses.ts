/** Where a request came from. */
export interface From {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** A token, by its row in the index, and the source of the first request with it. */
export interface RecentUse {
  readonly row: number;
  readonly from: From;
}

const rowsPerChunkBits = 14;
const rowsPerChunk = 1 << rowsPerChunkBits;
const chunkOf = (row: number) => row >>> rowsPerChunkBits;
const placeOf = (row: number) => row & (rowsPerChunk - 1);

/** What is known of neighbouring rows. */
class Chunk {
  /** Milliseconds since 1970, negative once they were taken to be stored; 0 for an unused token. */
  readonly atMs = new Float64Array(rowsPerChunk);
  readonly from: (From | null)[] = Array.from({ length: rowsPerChunk }, () => null);
  waiting = 0;
}

/**
 * When each token was last used, and which uses are not stored yet. Every request of a protected application is noted here, as a number in
 * an array beside the index, so that it costs one memory access and no garbage.
 */
export class RecentUses {
  readonly #chunks: (Chunk | undefined)[] = [];
  /** Many requests come from the same few proxies. */
  readonly #known = new Map<string, From>();

  /** `from` is called once between two times that uses are stored, because it costs more than the note itself. */
  note(row: number, atMs: number, from: () => From): void {
    const chunk = this.#chunks[chunkOf(row)] ?? this.#addChunk(row);
    const place = placeOf(row);
    const isWaiting = chunk.atMs[place] > 0;
    chunk.atMs[place] = atMs;
    if (isWaiting) return;
    chunk.from[place] = this.#same(from());
    chunk.waiting += 1;
  }

  /** Milliseconds since 1970; undefined for a token that this process did not see used. */
  atMs(row: number): number | undefined {
    const atMs = this.#chunks[chunkOf(row)]?.atMs[placeOf(row)];
    return atMs ? Math.abs(atMs) : undefined;
  }

  /** Where a use came from that is not stored yet; null for none. */
  from(row: number): From | null {
    return this.#chunks[chunkOf(row)]?.from[placeOf(row)] ?? null;
  }

  /**
   * The next uses to be stored from a row on, in the order of rows, which is about that of ids, so that neighbours are stored side by side.
   * A later use of one of these waits for the next time.
   */
  take(firstRow: number, count: number): RecentUse[] {
    this.#known.clear();
    const taken: RecentUse[] = [];
    for (let row = firstRow; chunkOf(row) < this.#chunks.length && taken.length < count; row += 1) {
      const chunk = this.#chunks[chunkOf(row)];
      const place = placeOf(row);
      if (!chunk?.waiting) row += rowsPerChunk - 1 - place;
      else if (chunk.atMs[place] > 0) {
        taken.push({ row, from: chunk.from[place] as From });
        chunk.atMs[place] *= -1;
        chunk.from[place] = null;
        chunk.waiting -= 1;
      }
    }
    return taken;
  }

  /** What was taken and could not be stored. */
  putBack(uses: readonly RecentUse[]): void {
    for (const { row, from } of uses) this.note(row, this.atMs(row) as number, () => from);
  }

  #addChunk(row: number): Chunk {
    const chunk = new Chunk();
    this.#chunks[chunkOf(row)] = chunk;
    return chunk;
  }

  #same(from: From): From {
    const key = `${from.ip} ${from.userAgent}`;
    const known = this.#known.get(key);
    if (!known) this.#known.set(key, from);
    return known ?? from;
  }
}
