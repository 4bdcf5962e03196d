interface Use {
  readonly generation: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/**
 * When the generations before the newest were last used, and which of these uses are not stored yet. Almost no token has such a generation,
 * so one object for each is little.
 */
export class PreviousUses {
  readonly #newest = new Map<number, Use>();
  readonly #waiting = new Set<number>();

  /** The later one of two uses counts, and the later one of two generations. */
  note(row: number, use: Use): void {
    const known = this.#newest.get(row);
    if (known && (known.generation > use.generation || (known.generation === use.generation && known.atMs >= use.atMs))) return;
    this.#newest.set(row, use);
    this.#waiting.add(row);
  }

  /** Milliseconds since 1970; undefined for a generation that this process did not see used. */
  atMs(row: number, generation: number): number | undefined {
    const use = this.#newest.get(row);
    return use?.generation === generation ? use.atMs : undefined;
  }

  /** Up to so many of those that are not stored, which then count as stored. */
  take(count: number): (Use & { readonly row: number })[] {
    const taken: (Use & { readonly row: number })[] = [];
    for (const row of this.#waiting) {
      if (taken.length === count) break;
      this.#waiting.delete(row);
      taken.push({ row, ...(this.#newest.get(row) as Use) });
    }
    return taken;
  }

  /** What was taken and could not be stored. */
  putBack(uses: readonly { readonly row: number }[]): void {
    for (const { row } of uses) this.#waiting.add(row);
  }
}
