/** Why a request was not answered as it was meant: what the server said of it, or that it could not be reached. */
export class Problem extends Error {
  constructor(
    /** 0 where there was no answer. */
    readonly status: number,
    /** One of the refusal codes, or `http`. */
    readonly code: string,
    title: string,
    readonly details: {
      readonly type?: string;
      readonly members?: Readonly<Record<string, readonly string[]>>;
      readonly requestId?: string;
      /** Id of what an earlier request with the same idempotency key created. */
      readonly id?: string;
      readonly retryAfterSeconds?: number;
    } = {},
  ) {
    super(title);
  }

  /** What is wrong with one member of the request; empty where nothing is. */
  of(member: string): string {
    return this.details.members?.[member]?.join(' ') ?? '';
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

interface ProblemDocument {
  readonly title?: string;
  readonly code?: string;
  readonly type?: string;
  readonly members?: Record<string, string[]>;
  readonly requestId?: string;
  readonly id?: string;
}

/** Reads a problem document (RFC 9457); an answer that is none, as one of a proxy, becomes a problem as well. */
export async function problemIn(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get('Retry-After'));
  const isDocument = response.headers.get('Content-Type')?.includes('json') ?? false;
  const document: ProblemDocument = isDocument ? await response.json().catch(() => ({})) : {};
  const { title = `The server answered ${response.status}.`, code = 'http', ...details } = document;
  const requestId = details.requestId ?? response.headers.get('X-Request-Id') ?? undefined;
  const retryAfterSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  return new Problem(response.status, code, title, { ...details, requestId, retryAfterSeconds });
}

/** Anything that was thrown, as a problem. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, 'offline', 'The server cannot be reached. Nothing is known to have changed.');
