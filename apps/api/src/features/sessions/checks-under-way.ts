/** A request that waits takes memory and a connection, and most of those that come in a flood are refused in the end. */
const waitingMax = 64;

/** The password checks that are under way, by the limits that count them. */
export class ChecksUnderWay {
  readonly #checks = new Map<string, Set<Promise<void>>>();
  #waiting = 0;

  /** Begins a check that each of these limits counts. Returns what to call at its end. */
  begin(limits: readonly string[]): () => void {
    let resolve = () => {};
    const check = new Promise<void>((ended) => (resolve = ended));
    for (const limit of limits) this.#checks.set(limit, (this.#checks.get(limit) ?? new Set()).add(check));
    return () => {
      for (const limit of limits) this.#remove(limit, check);
      resolve();
    };
  }

  /** Waits until a check of these limits ends. False, at once, if none is under way or too many wait already. */
  async oneEnds(limits: readonly string[]): Promise<boolean> {
    const checks = limits.flatMap((limit) => [...(this.#checks.get(limit) ?? [])]);
    if (checks.length === 0 || this.#waiting >= waitingMax) return false;
    this.#waiting += 1;
    await Promise.race(checks).finally(() => (this.#waiting -= 1));
    return true;
  }

  #remove(limit: string, check: Promise<void>): void {
    const checks = this.#checks.get(limit);
    checks?.delete(check);
    if (checks?.size === 0) this.#checks.delete(limit);
  }
}
