import { Injectable } from '@nestjs/common';
import { Logger } from '#installation/logger';

interface FollowUp {
  readonly what: string;
  readonly work: () => Promise<unknown>;
}

/** Beyond these the process forgets what it left. All but records of activity is then found again in vault and log. */
const leftMax = 1000;

/**
 * Does what follows from a decision once it is appended. Nothing of that may fail the command: what was decided has happened, and
 * what is shown once must be shown. What fails is logged, and the reconciler tries it again.
 */
@Injectable()
export class FollowUps {
  #left: FollowUp[] = [];

  constructor(private readonly log: Logger) {}

  /** Resolves whatever becomes of the work, which may be done twice. `what` names it in a sentence for anyone who reads the log. */
  async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (this.#left.length < leftMax) this.#left.push({ what, work });
      this.log.warn('what follows from a decision failed, and is tried again', { what, cause });
    }
  }

  /** Tries once more what failed. */
  async tryAgain(): Promise<void> {
    const left = this.#left;
    this.#left = [];
    for (const { what, work } of left) await this.attempt(what, work);
  }
}
