import type { Config } from '#installation/config';
import { request } from '../remote/api-client.js';
import { serverUrl } from '../remote/server-url.js';
import { type Finding, fail, ok, warn } from './finding.js';

const skewMaxMs = 60_000;
const answerWithinMs = 5000;

/** The server that is asked, and what its address is taken from. */
interface AskedServer {
  readonly url: string;
  readonly from: string;
}

/** What is known of the data directory that the server is expected to use. */
export interface ExpectedServer {
  /** Whether a process uses the directory. */
  readonly isRunning: boolean;
  /** Id of the key that signs by the log of the directory; null when there is none. */
  readonly activeKid: string | null;
}

/**
 * Returns the address to ask: the one that was given, or else where a server with this configuration listens; `config` is null when it
 * is not valid. No credential is sent there.
 */
export function serverToAsk(given: string | undefined, environment: NodeJS.ProcessEnv, config: Config | null): AskedServer {
  if (given !== undefined) return { url: serverUrl(given, environment), from: '--url' };
  if (environment.KEYLEDGER_URL) return { url: serverUrl(undefined, environment), from: 'KEYLEDGER_URL' };
  if (config === null || !(environment.HOST || environment.PORT)) return { url: serverUrl(undefined, {}), from: 'the default' };
  const { HOST, PORT } = config.values;
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[HOST] ?? HOST;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`, from: 'HOST and PORT' };
}

/** Checks that a server answers at the address, is healthy, is the one of the directory, and has the same time as this machine. */
export async function checkServer(asked: AskedServer, expected: ExpectedServer): Promise<Finding[]> {
  const answer = await get(asked, '/health/ready');
  if (answer === null) {
    const detail = `No server answers at ${named(asked)}.`;
    if (!expected.isRunning) return [warn('server', detail, 'Start one with npm start, or name another address with --url.')];
    return [
      fail('server', `${detail} Yet a process uses the data directory.`, 'Read the log of the server, or name its address with --url.'),
    ];
  }
  await answer.arrayBuffer();
  const another = answer.status === 200 && expected.activeKid !== null ? await checkKeys(asked, expected.activeKid) : [];
  return [...(another.length > 0 ? another : [answered(asked, answer.status)]), ...skewOf(answer.headers.get('date'))];
}

const get = ({ url }: AskedServer, path: string) => request(url, path, { signal: AbortSignal.timeout(answerWithinMs) }).catch(() => null);

const named = ({ url, from }: AskedServer) => `${url} (from ${from})`;

function answered(asked: AskedServer, status: number): Finding {
  if (status === 200) return ok('server', `The server at ${named(asked)} is ready.`);
  if (status === 503) return fail('server', `The server at ${named(asked)} is not ready.`, 'Read the log of the server.');
  return fail(
    'server',
    `${named(asked)} answers ${status}, which a Keyledger server never does.`,
    'Name the address of the server with --url.',
  );
}

/** A server that does not publish the key by which this log signs belongs to another one, and its health says nothing of this one. */
async function checkKeys(asked: AskedServer, activeKid: string): Promise<Finding[]> {
  const published = await get(asked, '/.well-known/jwks.json')
    .then((answer) => answer?.json() as Promise<{ keys?: readonly { kid: string }[] }> | undefined)
    .catch(() => null);
  if (published?.keys?.some(({ kid }) => kid === activeKid)) return [];
  const detail = `The server at ${named(asked)} is ready, but it is not the one of this data directory: it has other signing keys.`;
  return [warn('server', detail, 'Name the address of its server with --url, or its directory with --data-dir.')];
}

function skewOf(date: string | null): Finding[] {
  const skewMs = date === null ? 0 : Math.abs(Date.parse(date) - Date.now());
  if (!(skewMs > skewMaxMs)) return [];
  const seconds = Math.round(skewMs / 1000);
  return [
    warn('clock', `The clock of the server differs from this one by ${seconds} s.`, 'Set both clocks, and keep them right with NTP.'),
  ];
}
