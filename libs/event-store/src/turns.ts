/** Lets those who want to write to one stream do so one after another, in the order in which they came. */
export class Turns {
  readonly #lines = new Map<string, Line>();

  /** Whether somebody has the turn at this stream, or waits for it. */
  areTaken(stream: string): boolean {
    return this.#lines.has(stream);
  }

  /** Does `work` once everybody who came before is done with theirs, however it ended. */
  async take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(stream) ?? { length: 0, end: Promise.resolve() };
    this.#lines.set(stream, line);
    line.length += 1;
    const result = line.end.then(work);
    line.end = result.then(leave, leave);
    try {
      return await result;
    } finally {
      line.length -= 1;
      if (line.length === 0) this.#lines.delete(stream);
    }
  }
}

interface Line {
  /** How many have the turn or wait for it. */
  length: number;
  /** Settled when the last of them is done. */
  end: Promise<void>;
}

const leave = () => {};
