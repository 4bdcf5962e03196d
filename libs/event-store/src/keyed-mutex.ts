/** A mutex for each key: writers to one stream run one after another, in the order in which they came. */
export class KeyedMutex {
  readonly #lines = new Map<string, Line>();

  /** Whether the key is held or waited for. */
  isHeld(key: string): boolean {
    return this.#lines.has(key);
  }

  /** Runs `work` once everyone who came earlier has finished, whether or not they succeeded. */
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
  /** The number of callers that hold the key or wait for it. */
  length: number;
  /** Settles when the last of them has finished. */
  end: Promise<void>;
}

const leave = () => {};
