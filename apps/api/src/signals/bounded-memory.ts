/** Remembers a bounded number of the newest entries. A forgotten entry looks as if it had never existed. */
export class BoundedMemory<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(private readonly entriesMax: number) {}

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.entriesMax) for (const oldest of this.#entries.keys()) return void this.#entries.delete(oldest);
  }

  get(key: string | null): Value | undefined {
    return key === null ? undefined : this.#entries.get(key);
  }
}
