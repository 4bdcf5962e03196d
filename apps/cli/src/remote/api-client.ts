import { CliFailure, type Exit } from '../exit-codes.js';
import { originOf } from './server-url.js';

// biome-ignore lint/suspicious/noExplicitAny: what a route answers is described by the OpenAPI document, not here.
export type Body = any;

/** How requests are authenticated. */
export interface Credentials {
  /** Whether they are a session, and not a credential for programs. */
  readonly isSession: boolean;
  /** The headers of the next request; none without a credential. */
  headers(): Promise<Record<string, string>>;
  /** Whether to try again after the server refused the credential. */
  renew(): boolean;
  /** Proves the password again, for routes that require a recently authenticated session. @throws CliFailure when that is not possible */
  confirm(): Promise<void>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: Body;
}

/** Parameters of a query; one with several values is repeated. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** The parameters that have a value, as texts. */
export function queryOf(parameters: Readonly<Record<string, unknown>>): Query {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]));
}

const pairsOf = (query: Query) => Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));

const pageItems = 200;

/** A client of a running server. Every error response becomes a `CliFailure` with the server's own sentence. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly credentials: Credentials,
  ) {}

  get isSession(): boolean {
    return this.credentials.isSession;
  }

  get(path: string): Promise<Body> {
    return this.#json({ method: 'GET', path });
  }

  post(path: string, body?: Body): Promise<Body> {
    return this.#json({ method: 'POST', path, body });
  }

  put(path: string, body: Body): Promise<Body> {
    return this.#json({ method: 'PUT', path, body });
  }

  patch(path: string, body: Body): Promise<Body> {
    return this.#json({ method: 'PATCH', path, body });
  }

  delete(path: string): Promise<Body> {
    return this.#json({ method: 'DELETE', path });
  }

  /** The headers of the answer. */
  async headers(path: string): Promise<Headers> {
    const answer = await this.#send({ method: 'GET', path });
    await answer.arrayBuffer();
    return answer.headers;
  }

  /** Returns the body as it arrives. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const { body } = await this.#send({ method: 'GET', path });
    return readOf(body as unknown as AsyncIterable<Uint8Array>);
  }

  /** Reads a list page by page, at most `limit` items. */
  async *pages(path: string, query: Query = {}, limit = Number.POSITIVE_INFINITY): AsyncGenerator<Body[]> {
    let cursor: string | null = null;
    let left = limit;
    do {
      const parameters = new URLSearchParams(pairsOf({ ...query, limit: String(Math.min(left, pageItems)), ...(cursor && { cursor }) }));
      const page: { items: Body[]; nextCursor: string | null } = await this.get(`${path}?${parameters}`);
      yield page.items;
      left -= page.items.length;
      cursor = page.nextCursor;
    } while (cursor !== null && left > 0);
  }

  /** Reads a whole list as CSV, page by page: one row of names, and a row for each item. */
  async *csv(path: string, query: Query = {}): AsyncGenerator<string> {
    let next: string | null = `?${new URLSearchParams(pairsOf({ ...query, format: 'csv', limit: String(pageItems) }))}`;
    for (let isFirst = true; next !== null; isFirst = false) {
      const answer: Response = await this.#send({ method: 'GET', path: path + next });
      const rows = await this.#textOf(answer);
      yield isFirst ? rows : rows.slice(rows.indexOf('\r\n') + 2);
      next = /^<(\?[^>]*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }
  }

  /** Reads a whole list. */
  async all(path: string, query: Query = {}, limit = Number.POSITIVE_INFINITY): Promise<Body[]> {
    const items: Body[] = [];
    for await (const page of this.pages(path, query, limit)) items.push(...page);
    return items;
  }

  async #json(sent: Sent): Promise<Body> {
    const answer = await this.#send(sent);
    const text = await this.#textOf(answer);
    return text === '' ? null : parse(text, this.url);
  }

  #textOf(answer: Response): Promise<string> {
    return answer.text().catch((error) => Promise.reject(unreachable(this.url, error)));
  }

  /** A request that requires a recently authenticated session is repeated once the password was proved. */
  async #send(sent: Sent): Promise<Response> {
    let answer = await this.#ask(sent);
    if (answer.status === 401 && this.credentials.renew()) answer = await this.#ask(sent);
    if (answer.ok) return answer;
    const failure = await failureOf(answer);
    if (failure.facts.code !== 'permission/confirmation-required') throw failure;
    await this.credentials.confirm();
    const repeated = await this.#ask(sent);
    if (!repeated.ok) throw await failureOf(repeated);
    return repeated;
  }

  async #ask({ method, path, body }: Sent): Promise<Response> {
    const credential = await this.credentials.headers();
    if (body === undefined) return request(this.url, path, { method, headers: credential });
    const headers = { ...credential, 'Content-Type': 'application/json' };
    return request(this.url, path, { method, headers, body: JSON.stringify(body) });
  }
}

/** Sends one request, without a credential unless `init` contains one. @throws CliFailure when there is no response */
export async function request(url: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url + path, { redirect: 'error', ...init });
  } catch (error) {
    throw unreachable(url, error);
  }
}

/** Returns the failure that a response describes, as a problem document (RFC 9457) or, from a proxy, in any form. */
export async function failureOf(answer: Response): Promise<CliFailure> {
  const { status } = answer;
  const problem = await answer.json().catch(() => null);
  const exit = exitOf(status);
  if (typeof problem?.title !== 'string')
    return new CliFailure(exit, `The server answered ${status}, and not in the form of Keyledger.`, { status });
  const { title, code, members, readModel } = problem;
  const hint = String(code).startsWith('credential/') ? ' Sign in with: keyledger login' : '';
  const behind = readModel === undefined ? '' : ` The read model ${readModel} is behind.`;
  // What the server finds wrong with a value is as much a fault of the command line as what is found here.
  return new CliFailure(invalid.includes(status) ? 'usage' : exit, title + behind + hint, { status, code, members });
}

/** The statuses of refusals that are about what was sent, whatever exists. */
const invalid = [400, 422];

function exitOf(status: number): Exit {
  if (status === 401 || status === 403) return 'notAllowed';
  if (status === 404) return 'notFound';
  return [429, 502, 503, 504].includes(status) ? 'unreachable' : 'failed';
}

function unreachable(url: string, error: unknown): CliFailure {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return new CliFailure('unreachable', `${originOf(url)} cannot be reached: ${cause?.code ?? cause?.message ?? message}. Is --url right?`);
}

function parse(text: string, url: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliFailure('failed', `${originOf(url)} sent an answer that is not JSON. Is it a Keyledger server?`);
  }
}

async function* readOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    throw new CliFailure('unreachable', 'The answer of the server is incomplete: the connection broke off.');
  }
}
