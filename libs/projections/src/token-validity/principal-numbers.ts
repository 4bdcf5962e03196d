/** The integer ids of the compatible surfaces: one sequence for users and service accounts; a number is never reused. */
export class PrincipalNumbers {
  readonly #idByNumber = new Map<number, string>();
  #max = 0;

  /** Id of the user or service account that has this number. */
  idOf(number: number): string | undefined {
    return this.#idByNumber.get(number);
  }

  entries(): Iterable<[number, string]> {
    return this.#idByNumber;
  }

  /** Numbers are assigned in log order at the deciding event, so that every replica and every rebuild assigns the same. */
  assign(id: string, imported: number | undefined): number {
    const number = imported ?? this.#max + 1;
    this.#max = Math.max(this.#max, number);
    this.#idByNumber.set(number, id);
    return number;
  }
}
