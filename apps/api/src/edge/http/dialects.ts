import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderScheme, Presented } from '#domain/verdict';
import type { RefusedCredential } from './announcements.js';
import type { Failure } from './failure.js';
import { pathOf } from './surface.js';

export interface PresentedCredential {
  readonly credential: string;
  readonly scheme: HeaderScheme;
}

/** A failed request: the error that was thrown, and what the surface answers in its own words. */
export interface Failed {
  readonly error: unknown;
  readonly failure: Failure;
  readonly request: FastifyRequest;
  /** The base URL of this server as its clients know it. */
  readonly publicUrl: string;
  /** The path of that URL, without a slash at its end. */
  readonly basePath: string;
}

/** What the OpenAPI document says of all routes of a surface. */
export interface Documented {
  /** A sentence about the surface as a whole. */
  readonly sentence?: string;
  /** The names of the security schemes in the document under which a credential is taken; absent where all of them are. */
  readonly credentials?: readonly string[];
  /** Media types that a body may have. */
  readonly bodies: readonly string[];
  /** Media type and schema name of the answer to a failed request. */
  readonly failure: { readonly type: string; readonly schema: string };
  /** JSON Schemas by name. */
  readonly schemas?: Readonly<Record<string, object>>;
}

/**
 * What one surface does in its own way. The edge receives one dialect for each surface that somebody else defined and knows none by name;
 * another surface is a folder of its own and one line where the application is put together.
 */
export interface Dialect {
  /** Whether a route belongs to this surface, by its declared path. */
  owns(path: string): boolean;
  /** Browsers send forms across origins without a preflight, so only a surface that was made for forms accepts them. */
  readonly takesForms: boolean;
  /** Whether JSON that begins with a byte-order mark is refused, as in the original of the surface. Elsewhere the mark is removed. */
  readonly refusesByteOrderMark?: boolean;
  /**
   * Null when the request presents no credential. Over https the session cookie has another name.
   * @throws Refusal, or an error that `writeFailure` knows, for more than one credential and for an unusable one
   */
  credentialOf(request: FastifyRequest, isHttps: boolean): PresentedCredential | null;
  /** Whether this surface takes a credential of this kind; absent where it takes every kind. */
  takes?(kind: Presented['as']): boolean;
  /** Throws the error that `writeFailure` words. Where this is absent, every refused credential is answered in the same words. */
  refuse?(refused: RefusedCredential, presented: PresentedCredential, request: FastifyRequest): never;
  /** Writes status, challenge and body; headers that all surfaces share are already set on the reply. */
  writeFailure(reply: FastifyReply, failed: Failed): void;
  readonly documented: Documented;
}

/** Matches `/api` and everything below it, but not `/apix`. */
export const below = (root: string) => (path: string) => path === root || path.startsWith(`${root}/`);

/** Finds the dialect of each request. */
export class Dialects {
  readonly all: readonly Dialect[];

  /** The first of `others` that owns the path is used; `native` is used for every other path. */
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
