import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderScheme } from '#domain/verdict';
import type { RefusedCredential } from './announcements.js';
import type { Failure } from './failure.js';
import { pathOf } from './surface.js';

export interface PresentedCredential {
  readonly credential: string;
  readonly scheme: HeaderScheme;
}

/** A request that failed: what was thrown, and what is to be answered to it in the words of the surface. */
export interface Failed {
  readonly error: unknown;
  readonly failure: Failure;
  readonly request: FastifyRequest;
  /** Where this server's own addresses begin, as its clients know them. */
  readonly publicUrl: string;
}

/** What the documentation of the API says of all routes of a surface. */
export interface Documented {
  /** A sentence about the surface as a whole. */
  readonly sentence?: string;
  /** Media types that a body may have. */
  readonly bodies: readonly string[];
  /** Media type and name of the schema of what is answered to a request that fails. */
  readonly failure: { readonly type: string; readonly schema: string };
  /** JSON Schemas by the names that are given here. */
  readonly schemas?: Readonly<Record<string, object>>;
}

/**
 * What one surface does in its own way. The edge is handed one of them for each surface that somebody else defined, and knows none
 * by name: another is a folder of its own, and a line where the application is put together.
 */
export interface Dialect {
  /** Whether a route is of this surface, by its path as it was declared. */
  owns(path: string): boolean;
  /** A form is what a browser sends without asking first, so only a surface that was made for them takes them. */
  readonly takesForms: boolean;
  /**
   * Null when none was presented. Over https a session is found in a cookie of another name.
   *
   * @throws Refusal or an error that `writeFailure` knows, for more than one and for what cannot be used
   */
  credentialOf(request: FastifyRequest, isHttps: boolean): PresentedCredential | null;
  /** Throws what `writeFailure` words; where this is absent, every credential that is no good is refused in the same words. */
  refuse?(refused: RefusedCredential, presented: PresentedCredential, request: FastifyRequest): never;
  /** Answers with status, challenge and body; what is the same on all surfaces stands in the reply already. */
  writeFailure(reply: FastifyReply, failed: Failed): void;
  readonly documented: Documented;
}

/** `/api` and everything below it, and not `/apix`. */
export const below = (root: string) => (path: string) => path === root || path.startsWith(`${root}/`);

/** The dialects of all surfaces, found by request. */
export class Dialects {
  readonly all: readonly Dialect[];

  /** The first of `others` that owns a path speaks there, and `native` wherever none of them does. */
  constructor(
    private readonly native: Dialect,
    private readonly others: readonly Dialect[],
  ) {
    this.all = [native, ...others];
  }

  of(request: FastifyRequest): Dialect {
    return this.at(pathOf(request));
  }

  at(path: string): Dialect {
    return this.others.find((dialect) => dialect.owns(path)) ?? this.native;
  }
}
