/** What a person who meets a refusal needs to know. The sentences may be reworded; the codes may not. */
export interface Explanation {
  /** What leads to it. */
  readonly cause: string;
  /** What to do then. */
  readonly remedy: string;
}
