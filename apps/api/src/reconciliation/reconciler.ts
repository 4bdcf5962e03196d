import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#event-store/clock';
import { Logger } from '#installation/logger';
import { FollowUps } from '../edge/follow-ups.js';
import { PendingSuccessors } from '../features/api-keys/pending-successors.js';
import { UnfinishedErasures } from '../features/users/unfinished-erasures.js';
import { UnneededSecrets } from './unneeded-secrets.js';

const everyMs = 60_000;
/** A walk through everything takes longer, and finds only what a crash or a refusal left. */
const wholeEveryMs = 3_600_000;

/** Does what was left undone after decisions: by this process, whose tries failed, and by earlier ones, which were killed. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #wholeAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly followUps: FollowUps,
    private readonly erasures: UnfinishedErasures,
    private readonly successors: PendingSuccessors,
    private readonly secrets: UnneededSecrets,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.reconcile().catch((cause) => {
        if (!this.#ending.signal.aborted) this.logger.error('what was left undone could not be done', { cause });
      });
      void this.#running.finally(() => {
        if (!this.#ending.signal.aborted) this.onApplicationBootstrap();
      });
    }, everyMs).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async reconcile(): Promise<void> {
    await this.followUps.tryAgain();
    await this.successors.sweep();
    const nowMs = this.clock.monotonicMs();
    const isWholeDue = nowMs - this.#wholeAtMs >= wholeEveryMs;
    if (isWholeDue) this.#wholeAtMs = nowMs;
    if (isWholeDue) await this.erasures.finish();
    if (isWholeDue || this.secrets.areWatched) await this.secrets.sweep(this.#ending.signal);
  }
}
