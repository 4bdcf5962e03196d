import { buildDataSet } from './measure/data-set.mjs';
import { figure } from './measure/figure.mjs';
import { Load } from './measure/load.mjs';
import { median } from './measure/rounds.mjs';
import { owner, startKeyledger } from './measure/server.mjs';

const forms = {
  quick: { tokens: 500, count: 1, durationMs: 200 },
  full: { tokens: 1_000_000, count: 5, durationMs: 5000 },
  long: { tokens: 5_000_000, count: 5, durationMs: 5000 },
};

const load300 = { name: 'verify', connections: 16, perSecond: 300 };

/** Somebody reads the whole log: the requests of other clients must not be delayed. */
export const reading = {
  question: 'What do requests feel while somebody replays the whole log?',
  needsPeers: false,
  async measure(form) {
    const { tokens, count, durationMs } = forms[form];
    const dataSet = await buildDataSet({ people: 100, personalTokens: tokens, serviceAccounts: 10, serviceAccountTokens: 1000 });
    const server = await startKeyledger(dataSet.directory);
    const load = new Load();
    await load.prepare('verify', { kind: 'GET with Token', path: '/v1/auth' }, dataSet.fileOf('service-account'));
    const replay = await replayOf(server);
    const p99 = async () => (await load.send({ ...load300, port: server.port, durationMs })).p99Ms;
    await p99();
    const rounds = [];
    for (let round = 0; round < count; round += 1) {
      const idle = await p99();
      const [busy, { bytes }] = await Promise.all([p99(), load.read({ port: server.port, request: replay, durationMs })]);
      if (bytes === 0) throw new Error('Nothing was replayed.');
      rounds.push({ idle, busy, bytes });
    }
    await Promise.all([server.stop(), load.stop()]);
    const [idle, busy, bytes] = ['idle', 'busy', 'bytes'].map((name) => median(rounds.map((round) => round[name])));
    const read = `${(bytes / 1e6 / (durationMs / 1000)).toFixed(0)} MB/s of the log`;
    const note = `${busy.toFixed(2)} ms beside ${idle.toFixed(2)} ms, at 300 requests a second and ${read}`;
    const samples = rounds.map((round) => round.busy / round.idle);
    return [figure(`verify p99 beside a replay of ${tokens} events ÷ idle`, { target: { atMost: 2 }, note, samples })];
  },
};

/**
 * The bytes of a request for the whole log, with the owner's session. Where gaps are asked for, the lines begin at once; without, the log
 * is first searched for events of others.
 */
async function replayOf({ port }) {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(owner) });
  if (answer.status !== 201) throw new Error(`Signing in answered ${answer.status}.`);
  const cookie = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
  return `GET /v1/activity/replay?gaps=true HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie.join('; ')}\r\n\r\n`;
}
