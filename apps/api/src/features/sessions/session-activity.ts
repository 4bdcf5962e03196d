import * as Token from '#domain/token';
import type { Clock } from '#event-store/clock';
import type { Ledger } from '#event-store/ledger';
import { aside, type Origin } from '#event-store/origin';
import type { Config } from '#installation/config';
import type { Logger } from '#installation/logger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Announcements } from '../../edge/http/announcements.js';

/** An idle limit needs to know when a session was last used, but not to the second: a tenth of the limit is precise enough. */
const partOfIdleLimit = 10;

/** Records that sessions are in use. */
export class SessionActivity {
  readonly #seenEverySeconds: number;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly logger: Logger,
    config: Config,
  ) {
    this.#seenEverySeconds = config.values.KEYLEDGER_SESSION_IDLE_SECONDS / partOfIdleLimit;
  }

  listenTo({ admitted }: Announcements): void {
    admitted.subscribe(({ token, origin }) => {
      if (token.kind === 'session') this.#note(token, origin);
    });
  }

  /** Nobody waits for this record, and a failure is repeated at the next tenth. */
  #note({ id, lastSeenMs }: TokenRow, origin: Origin): void {
    const now = this.clock.now();
    if (lastSeenMs !== null && now.getTime() - lastSeenMs < this.#seenEverySeconds * 1000) return;
    // The use is noted whatever the caller does with it, signing out included.
    this.ledger
      .on(Token.stream(id))
      .handle({ type: 'SeeSession', at: now.toISOString(), seenEverySeconds: this.#seenEverySeconds }, aside(origin))
      .catch((cause) => {
        this.logger.warn('a session could not be marked as seen', { tokenId: id, cause });
      });
  }
}
