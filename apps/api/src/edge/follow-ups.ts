import { Injectable } from '@nestjs/common';
import { Logger } from '#installation/logger';

interface FollowUp {
  readonly what: string;
  readonly work: () => Promise<unknown>;
}

/**
 * Follow-ups beyond this number are dropped from memory. The reconciler finds them again in the vault and the log, all but records of
 * activity.
 */
const leftMax = 1000;

/**
 * Does what follows from a decision once it is appended. No follow-up may fail the command: the decision has happened, and a secret that is
 * shown once must be shown. A follow-up that fails is logged, and the reconciler tries it again.
 */
@Injectable()
export class FollowUps {
  #left: FollowUp[] = [];

  constructor(private readonly logger: Logger) {}

  /**
   * Resolves whether or not the work succeeds; the work may run twice. `what` names it in a sentence for readers of the log. False when
   * the work failed and is not remembered, because too many others did.
   */
  async attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (cause) {
      const isRemembered = this.#left.length < leftMax;
      if (isRemembered) this.#left.push({ what, work });
      this.logger.warn('what follows from a decision failed, and is tried again', { what, cause });
      return isRemembered;
    }
  }

  /** Tries once more what failed. */
  async tryAgain(): Promise<void> {
    const left = this.#left;
    this.#left = [];
    for (const { what, work } of left) await this.attempt(what, work);
  }
}
