import type { FastifyRequest } from 'fastify';
import type { Presented, Reason } from '#domain/verdict';
import type { Origin } from '#event-store/origin';
import type { Logger } from '#installation/logger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Failure } from './failure.js';

/** With what a request was admitted. */
export interface Admitted {
  readonly token: TokenRow;
  /** The generation of the credential that was presented, or that it was made from. */
  readonly generation: number;
  readonly origin: Origin;
}

/** A credential that was refused, and its token; the token is null when the credential belongs to none. */
export interface RefusedCredential {
  readonly reason: Reason;
  readonly token: TokenRow | null;
  /** What the text is; null when it belongs to no token. For a signed one the signature held. */
  readonly as: Presented['as'] | null;
}

/** One announcement of the edge and its listeners. They are called synchronously, in order, while the request waits. */
class Announcement<Said extends readonly unknown[]> {
  readonly #listeners: ((...said: Said) => void)[] = [];

  constructor(private readonly logger: Logger) {}

  subscribe(listener: (...said: Said) => void): void {
    this.#listeners.push(listener);
  }

  /** An error that a listener throws is logged; it changes neither the answer nor what other listeners hear. */
  announce(...said: Said): void {
    for (const listener of this.#listeners) {
      try {
        listener(...said);
      } catch (cause) {
        this.logger.error('what the edge announced could not be noted', { cause });
      }
    }
  }
}

/**
 * What the edge announces of each request to features that it does not know. Features subscribe where the application is put together and
 * decide themselves what they note. Requests that are answered before the router are not announced.
 */
export class Announcements {
  /** A credential was accepted. Whether its caller may call the route is checked afterwards. */
  readonly admitted: Announcement<[Admitted, FastifyRequest]>;
  /** A credential was presented and was no good. */
  readonly refused: Announcement<[RefusedCredential, FastifyRequest]>;
  /** A request failed: the error that was thrown, and the failure that is answered. */
  readonly failed: Announcement<[unknown, Failure, FastifyRequest]>;

  constructor(logger: Logger) {
    this.admitted = new Announcement(logger);
    this.refused = new Announcement(logger);
    this.failed = new Announcement(logger);
  }
}
