/** A mutual exclusion for each key: those who want to write to one stream do so one after another, in the order in which they came. */
export class KeyedMutex {
  readonly #lines = new Map<string, Line>();

  /** Whether somebody holds the key, or waits for it. */
  isHeld(key: string): boolean {
    return this.#lines.has(key);
  }

  /** Does `work` once everybody who came before is done with theirs, however it ended. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? { length: 0, end: Promise.resolve() };
    this.#lines.set(key, line);
    line.length += 1;
    const result = line.end.then(work);
    line.end = result.then(leave, leave);
    try {
      return await result;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(key);
    }
  }
}

interface Line {
  /** How many hold the key or wait for it. */
  length: number;
  /** Settled when the last of them is done. */
  end: Promise<void>;
}

const leave = () => {};
