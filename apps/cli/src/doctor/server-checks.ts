import { request } from '../remote/api-client.js';
import { originOf } from '../remote/server-url.js';
import { type Finding, fail, ok, warn } from './finding.js';

const skewMaxMs = 60_000;
const answerWithinMs = 5000;

/** Whether a server answers at the address, can answer well, and has the same time as this machine. */
export async function checkServer(url: string, isExpected: boolean): Promise<Finding[]> {
  const ask = () => request(url, '/health/ready', { signal: AbortSignal.timeout(answerWithinMs) });
  const answer = await ask().catch(() => null);
  if (answer === null) {
    const detail = `None answers at ${originOf(url)}.`;
    if (!isExpected) return [warn('server', detail, 'Start it with npm start, or name another with --url.')];
    return [
      fail('server', `${detail} Yet a process uses the data directory.`, 'Read the log of the server, or name its address with --url.'),
    ];
  }
  await answer.arrayBuffer();
  return [answered(url, answer.status), ...skewOf(answer.headers.get('date'))];
}

function answered(url: string, status: number): Finding {
  if (status === 200) return ok('server', `It is ready, at ${originOf(url)}.`);
  if (status === 503) return fail('server', `It is not ready, at ${originOf(url)}.`, 'Read the log of the server.');
  return fail('server', `${originOf(url)} answers ${status}, as no Keyledger server does.`, 'Name the address of the server with --url.');
}

function skewOf(date: string | null): Finding[] {
  const skewMs = date === null ? 0 : Math.abs(Date.parse(date) - Date.now());
  if (!(skewMs > skewMaxMs)) return [];
  const seconds = Math.round(skewMs / 1000);
  return [
    warn('clock', `The clock of the server differs from this one by ${seconds} s.`, 'Set both clocks, and keep them right with NTP.'),
  ];
}
