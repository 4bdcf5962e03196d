import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { firstMessage, startScript, stop } from './child-process.mjs';
import { processorNs, serverCore } from './cores.mjs';

/** A first start makes the read models of ten million events. */
const readyWithinMs = 3_600_000;
const pollMs = 10;

export const owner = { email: 'owner@example.com', password: 'a-long-and-quiet-river' };

/** What a data directory of the benchmarks is served and built with. */
export const settingsOf = (directory) => ({
  KEYLEDGER_DATA_DIR: directory,
  KEYLEDGER_BOOTSTRAP_EMAIL: owner.email,
  KEYLEDGER_BOOTSTRAP_PASSWORD: owner.password,
  KEYLEDGER_LOG_LEVEL: 'error',
  // One owner issues whatever is issued.
  KEYLEDGER_TOKENS_PER_OWNER_MAX: '10000000',
});

/** A server that can be asked: `{port, stop(), processorNs()}`, and after its start `readyMs`. */
class Server {
  constructor(child, port) {
    this.child = child;
    this.port = port;
  }

  processorNs() {
    return processorNs(this.child.pid);
  }

  stop() {
    return stop(this.child);
  }
}

/** The built server, as `npm start` runs it, on a data directory. Resolves once it is ready. */
export async function startKeyledger(directory) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = startScript(serverCore, ['dist/apps/api/src/main.js'], { env: { ...settingsOf(directory), PORT: String(port) } });
  const server = new Server(child, port);
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > startedAt + readyWithinMs) throw new Error(`Not ready:\n${child.output}`);
    await wait(pollMs);
  }
  server.readyMs = performance.now() - startedAt;
  return server;
}

/** A server of bench/peers, which says its port when it is ready and may say more. */
export const startPeer = (script, args = []) => startScriptedServer([`bench/peers/${script}`, ...args]);

/** A script that serves, and says its port when it is ready. */
export async function startScriptedServer(command, options) {
  const child = startScript(serverCore, command, options);
  const { port, ...more } = await firstMessage(child);
  return Object.assign(new Server(child, port), more);
}

async function isReady(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
