/** Where a request came from. */
export interface From {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

export interface RecentUse {
  /** Of the token, in the index. */
  readonly row: number;
  readonly atMs: number;
  readonly from: From;
}

/**
 * Uses that are not stored yet: of each token the newest, and where the first came from. Numbers in arrays, since in a busy minute
 * there are very many, and the collector of garbage should find nothing to look at.
 */
export class RecentUses {
  readonly #placeOf = new Map<number, number>();
  readonly #rows: number[] = [];
  readonly #atMs: number[] = [];
  readonly #from: From[] = [];
  /** Many requests come from the same proxies. */
  readonly #known = new Map<string, From>();

  get count(): number {
    return this.#rows.length;
  }

  /** `from` is asked for once for each token, since finding out costs more than remembering. */
  note(row: number, atMs: number, from: () => From): void {
    const place = this.#placeOf.get(row);
    if (place !== undefined) {
      this.#atMs[place] = atMs;
      return;
    }
    this.#placeOf.set(row, this.#rows.length);
    this.#rows.push(row);
    this.#atMs.push(atMs);
    this.#from.push(this.#same(from()));
  }

  /** Milliseconds since 1970; undefined for a token that was not used. */
  atMs(row: number): number | undefined {
    const place = this.#placeOf.get(row);
    return place === undefined ? undefined : this.#atMs[place];
  }

  /** In the order of the first uses. */
  slice(first: number, end: number): RecentUse[] {
    return this.#rows.slice(first, end).map((row, i) => ({ row, atMs: this.#atMs[first + i], from: this.#from[first + i] }));
  }

  #same(from: From): From {
    const key = `${from.ip} ${from.userAgent}`;
    const known = this.#known.get(key);
    if (!known) this.#known.set(key, from);
    return known ?? from;
  }
}
