import { Injectable } from '@nestjs/common';
import { Log } from '../log.js';

/**
 * Does what follows from a decision once it is appended: nothing of that may fail the command, for what was decided has happened and
 * what is shown once must be shown. What fails is logged, and the reconciler does it later.
 */
@Injectable()
export class FollowUps {
  #areLeft = false;

  constructor(private readonly log: Log) {}

  /** Resolves whatever becomes of the work; `what` names it for the operator who reads the log. */
  async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.#areLeft = true;
      this.log.warn(`${what}: this failed after the decision it follows from, and is done later`, { cause });
    }
  }

  /** Whether something was left since this was asked last. */
  takeLeft(): boolean {
    const areLeft = this.#areLeft;
    this.#areLeft = false;
    return areLeft;
  }
}
