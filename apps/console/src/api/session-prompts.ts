/**
 * What a person is asked for before a request can go on: to sign in again, or to confirm who they are; `renew` is to sign in again before
 * the session is over.
 */
export type Prompt = 'sign-in' | 'confirm' | 'renew';

type Listener = (prompt: Prompt | null) => void;

/** Asks once, however many requests wait for the answer. */
class SessionPrompts {
  #asked: { readonly prompt: Prompt; readonly answered: Promise<boolean>; readonly answer: (went: boolean) => void } | null = null;
  readonly #listeners = new Set<Listener>();

  /** Resolves with whether the person did what was asked; false when they turned away from it. */
  ask(prompt: Prompt): Promise<boolean> {
    if (this.#asked) return this.#asked.answered;
    let answer: (went: boolean) => void = () => {};
    const answered = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    this.#asked = { prompt, answered, answer };
    this.#announce();
    return answered;
  }

  answer(went: boolean): void {
    this.#asked?.answer(went);
    this.#asked = null;
    this.#announce();
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  current = (): Prompt | null => this.#asked?.prompt ?? null;

  #announce(): void {
    for (const listener of this.#listeners) listener(this.current());
  }
}

export const sessionPrompts = new SessionPrompts();
