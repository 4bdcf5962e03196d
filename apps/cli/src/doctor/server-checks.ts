import { request } from '../remote/api-client.js';
import { originOf } from '../remote/server-url.js';
import { type Finding, fail, ok, warn } from './finding.js';

const skewMaxMs = 60_000;
const answerWithinMs = 5000;

/** Checks that a server answers at the address, is healthy, and has the same time as this machine. */
export async function checkServer(url: string, isExpected: boolean): Promise<Finding[]> {
  const ask = () => request(url, '/health/ready', { signal: AbortSignal.timeout(answerWithinMs) });
  const answer = await ask().catch(() => null);
  if (answer === null) {
    const detail = `No server answers at ${originOf(url)}.`;
    if (!isExpected) return [warn('server', detail, 'Start one with npm start, or name another address with --url.')];
    return [
      fail('server', `${detail} Yet a process uses the data directory.`, 'Read the log of the server, or name its address with --url.'),
    ];
  }
  await answer.arrayBuffer();
  return [answered(url, answer.status), ...skewOf(answer.headers.get('date'))];
}

function answered(url: string, status: number): Finding {
  if (status === 200) return ok('server', `The server at ${originOf(url)} is ready.`);
  if (status === 503) return fail('server', `The server at ${originOf(url)} is not ready.`, 'Read the log of the server.');
  return fail(
    'server',
    `${originOf(url)} answers ${status}, which a Keyledger server never does.`,
    'Name the address of the server with --url.',
  );
}

function skewOf(date: string | null): Finding[] {
  const skewMs = date === null ? 0 : Math.abs(Date.parse(date) - Date.now());
  if (!(skewMs > skewMaxMs)) return [];
  const seconds = Math.round(skewMs / 1000);
  return [
    warn('clock', `The clock of the server differs from this one by ${seconds} s.`, 'Set both clocks, and keep them right with NTP.'),
  ];
}
