import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import { KeyedMutex } from '#event-store/keyed-mutex';
import type { Caller } from '../../edge/authentication/caller.js';
import { RefusalWithRetry } from '../../edge/http/failure.js';
import { RefusedAttempts } from '../activity/refused-attempts.js';
import { AttemptWindow } from '../sessions/attempt-window.js';

const windowMs = 3_600_000;
const answersMax = 10;

/**
 * A caller who registers an address learns whether anybody, in whichever organization, has it. An API credential, which may be in a thief's
 * hands, is told so ten times an hour. After that it registers nobody, because registering some addresses would reveal the others.
 */
@Injectable()
export class TakenAddresses {
  readonly #told = new AttemptWindow(answersMax, windowMs);
  readonly #mutex = new KeyedMutex();

  constructor(
    private readonly clock: Clock,
    private readonly attempts: RefusedAttempts,
  ) {}

  /** `source` is the network address of the caller. @throws Refusal email/asked-too-often, and what `register` throws */
  async asked<T>(caller: Caller, source: string, register: () => Promise<T>): Promise<T> {
    if (caller.token.kind === 'session') return register();
    // One registration runs after another: simultaneous ones would all be answered before the first of them is counted.
    return this.#mutex.run(caller.token.id, async () => {
      const waitMs = this.#told.waitMs(caller.token.id, this.clock.monotonicMs());
      if (waitMs > 0) throw new RefusalWithRetry('email/asked-too-often', Math.ceil(waitMs / 1000));
      try {
        return await register();
      } catch (error) {
        if (error instanceof Refusal && error.code === 'email/taken') this.#tell(caller, source);
        throw error;
      }
    });
  }

  #tell({ organizationId, token }: Caller, source: string): void {
    this.#told.use(token.id, this.clock.monotonicMs());
    this.attempts.note({ reason: 'email/taken', source, organizationId, tokenId: token.id });
  }
}
