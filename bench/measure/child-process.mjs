import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nodeOn } from './cores.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a script of this project on a core. If it listens, messages can be sent to it.
 *
 * @returns the child process; its output is collected in `child.output`
 */
export function startScript(core, [script, ...args], { env = {}, nodeArgs = [] } = {}) {
  const [command, ...rest] = nodeOn(core, [...nodeArgs, script, ...args]);
  // The child does not inherit the environment: a developer's settings must not change the result.
  const child = spawn(command, rest, { cwd: root, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  child.output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (child.output += text));
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
}

/** Returns the first message of a child, which says that it is ready. @throws Error with the child's output when it ends before that */
export async function firstMessage(child) {
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`${child.spawnargs.slice(-2).join(' ')} ended with ${code}:\n${child.output}`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return message;
}

/** Runs a script to its end and answers its one message. */
export async function runScript(core, command, options) {
  const child = startScript(core, command, options);
  const closed = once(child, 'close');
  const message = await firstMessage(child);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${child.output}`);
  return message;
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
