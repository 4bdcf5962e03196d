import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pending } from './group-commit.js';

/** A queue of appends, committed in groups one after another: while one group is being synced, the next accumulates. */
export class AppendQueue {
  readonly #commit: (group: Pending[]) => Promise<void>;
  readonly #afterGroup: () => Promise<void>;
  #waiting: Pending[] = [];
  #running: Promise<void> | null = null;
  #group: Promise<void> = Promise.resolve();

  /** `commit` settles each append of a group, and `afterGroup` finishes before the next group begins; neither may reject. */
  constructor(commit: (group: Pending[]) => Promise<void>, afterGroup: () => Promise<void>) {
    this.#commit = commit;
    this.#afterGroup = afterGroup;
  }

  add(pending: Pending): void {
    this.#waiting.push(pending);
    this.#running ??= this.#run();
  }

  /** Resolves when the group that is being committed now is settled. */
  get group(): Promise<void> {
    return this.#group;
  }

  /** Resolves when no append is waiting. */
  async emptied(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await nextTurn();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      this.#group = this.#commit(group);
      await this.#group;
      await this.#afterGroup();
    }
    this.#running = null;
  }
}
