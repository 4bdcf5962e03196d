import type { FastifyRequest } from 'fastify';
import type { Reason } from '#domain/verdict';
import type { Origin } from '#event-store/origin';
import type { Logger } from '#installation/logger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Failure } from './failure.js';

/** With what a request was admitted. */
export interface Admitted {
  readonly token: TokenRow;
  readonly origin: Origin;
}

/** A credential that was judged to be no good, and the token that it belongs to; null when it belongs to none. */
export interface RefusedCredential {
  readonly reason: Reason;
  readonly token: TokenRow | null;
}

/** One thing that the edge announces, and who listens. They are called at once, one after the other, while the request waits. */
class Announcement<Said extends readonly unknown[]> {
  readonly #listeners: ((...said: Said) => void)[] = [];

  constructor(private readonly log: Logger) {}

  subscribe(listener: (...said: Said) => void): void {
    this.#listeners.push(listener);
  }

  /** What a listener throws is logged: neither the answer nor another listener depends on it. */
  announce(...said: Said): void {
    for (const listener of this.#listeners) {
      try {
        listener(...said);
      } catch (cause) {
        this.log.error('what the edge announced could not be noted', { cause });
      }
    }
  }
}

/**
 * What the edge says of each request to features that it does not know: they subscribe where the application is put together, and
 * decide for themselves what they note. Requests that are answered before the router are announced by nobody.
 */
export class Announcements {
  /** A credential was good. Whether its caller may call the route is asked afterwards. */
  readonly admitted: Announcement<[Admitted, FastifyRequest]>;
  /** A credential was presented and was no good. */
  readonly refused: Announcement<[RefusedCredential, FastifyRequest]>;
  /** A request failed, for whatever reason: with what was thrown, and what is answered to it. */
  readonly failed: Announcement<[unknown, Failure, FastifyRequest]>;

  constructor(log: Logger) {
    this.admitted = new Announcement(log);
    this.refused = new Announcement(log);
    this.failed = new Announcement(log);
  }
}
