import { noteServerTime } from './clock.js';
import { noteNoAnswer } from './connection.js';
import { Problem, problemIn } from './problem.js';
import { sessionPrompts } from './session-prompts.js';

/** A route as the permission table names it. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /v1/${string}`;

export interface Sent {
  /** What stands in the place of `{id}` and its kin. */
  readonly path?: Readonly<Record<string, string | number>>;
  /** Members that are undefined or empty are left out; one with several values is repeated. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string | null;
  /** The position in the log from which on what was decided holds; null where nothing was. */
  readonly position: string | null;
}

/** The newest position that this page knows of: no later answer may be older. */
let newestPosition: string | null = null;

let lastSentMs = 0;

/** When the last request was sent, in milliseconds since the page was opened; 0 where none was. */
export const lastRequestMs = (): number => lastSentMs;

/** The address of the server's root, which the page's own is below. */
const serverRoot = () => new URL('..', document.baseURI);

/** Where a route is, with its query. */
function addressOf(route: Route, { path = {}, query = {} }: Sent = {}): URL {
  const filled = route.slice(route.indexOf(' ') + 2).replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
  const address = new URL(filled, serverRoot());
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined && each !== '') address.searchParams.append(name, String(each));
  }
  return address;
}

/**
 * Calls a route. Where the session is over, or has to be confirmed first, the person is asked, and then the same request goes on: what they
 * were doing is not lost.
 *
 * @throws Problem what the server said, or that it could not be reached
 */
export const call = async <Body>(route: Route, sent: Sent = {}): Promise<Answer<Body>> => answerIn<Body>(await granted(route, sent));

/** The same for what is not read as a whole: the answer itself, which is a success. @throws Problem as `call` does */
export async function granted(route: Route, sent: Sent = {}): Promise<Response> {
  for (;;) {
    const response = await send(route, sent);
    if (response.ok) return response;
    const problem = await problemIn(response);
    const prompt = promptFor(problem);
    if (prompt === null || !(await sessionPrompts.ask(prompt))) throw problem;
  }
}

function promptFor({ status, code }: Problem) {
  if (status === 401) return 'sign-in';
  return code === 'permission/confirmation-required' ? 'confirm' : null;
}

/** Whether a proxy answers because the server does not; what the server itself answers with 503 is a problem document. */
const isOfProxy = ({ status, headers }: Response) =>
  status === 502 || status === 504 || (status === 503 && !headers.get('Content-Type')?.includes('json'));

/**
 * Whether the server answers anything at all. This asks for no credential, and so it is no use of the session. A proxy may keep the
 * address from the outside, so that a refusal is an answer.
 */
const isAnswering = () =>
  fetch(new URL('health/live', serverRoot()), { cache: 'no-store' }).then(
    (response) => !isOfProxy(response),
    () => false,
  );

/** Sends one request and answers whatever comes back. @throws Problem when nothing does */
export async function send(route: Route, sent: Sent = {}): Promise<Response> {
  const { body, headers, signal } = sent;
  const all = new Headers({ Accept: 'application/json', ...headers });
  if (body !== undefined) all.set('Content-Type', 'application/json');
  if (newestPosition !== null && route.startsWith('GET ')) all.set('Keyledger-Min-Position', newestPosition);
  lastSentMs = performance.now();
  try {
    const method = route.slice(0, route.indexOf(' '));
    const response = await fetch(addressOf(route, sent), {
      method,
      headers: all,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    noteServerTime(response.headers.get('Date'));
    if (isOfProxy(response)) void noteNoAnswer(isAnswering);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    void noteNoAnswer(isAnswering);
    throw new Problem(0, 'offline', 'The server cannot be reached. Nothing is known to have changed.');
  }
}

/** Reads an answer that is no refusal. @throws Problem when it is cut off */
export async function answerIn<Body>(response: Response): Promise<Answer<Body>> {
  const position = response.headers.get('Keyledger-Position');
  if (position !== null) newestPosition = position;
  const text = await response.text().catch(() => {
    throw new Problem(0, 'cut', 'The answer was cut off. What was asked for may have happened.');
  });
  return { body: (text === '' ? null : JSON.parse(text)) as Body, etag: response.headers.get('ETag'), position };
}
