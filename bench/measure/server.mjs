import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { firstMessage, startScript, stop } from './child-process.mjs';
import { processorNs, serverCore } from './cores.mjs';

/** The first start builds the read models of ten million events. */
const readyWithinMs = 3_600_000;
const pollMs = 10;

export const owner = { email: 'owner@example.com', password: 'a-long-and-quiet-river' };

/** The settings with which the benchmarks build and serve a data directory. */
export const settingsOf = (directory) => ({
  KEYLEDGER_DATA_DIR: directory,
  KEYLEDGER_BOOTSTRAP_EMAIL: owner.email,
  KEYLEDGER_BOOTSTRAP_PASSWORD: owner.password,
  KEYLEDGER_LOG_LEVEL: 'error',
  // One owner holds all tokens of its kind.
  KEYLEDGER_TOKENS_PER_OWNER_MAX: '10000000',
});

/** A running server: `{port, stop(), processorNs()}`, and after its start `readyMs`. */
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

/** Starts the built server on a data directory, as `npm start` does. Resolves once it is ready. */
export async function startKeyledger(directory) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = startScript(serverCore, ['dist/programs/api.js'], { env: { ...settingsOf(directory), PORT: String(port) } });
  const server = new Server(child, port);
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > startedAt + readyWithinMs) throw new Error(`Not ready:\n${child.output}`);
    await wait(pollMs);
  }
  server.readyMs = performance.now() - startedAt;
  return server;
}

/** Starts a server of bench/peers, which sends its port, and possibly more, when it is ready. */
export const startPeer = (script, args = []) => startScriptedServer([`bench/peers/${script}`, ...args]);

/** Starts a script that serves and sends its port when it is ready. */
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
