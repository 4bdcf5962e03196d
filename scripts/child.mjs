import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The folder of the project, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const killAfterMs = 10_000;

/**
 * Runs a program and returns `{code, output}`. A signal ends the program first and then this process, with the exit code that shells give
 * that signal, so that no process is orphaned.
 *
 * @param options `cwd`: another folder than the project's; `show`: the program writes to the terminal instead of `output`; `isFamily`: it
 * has children that outlive it, so it gets a process group of its own, and signals go to the whole group; `onStart` is called with its
 * process id
 */
export function run(command, args, { show = false, isFamily = false, cwd = root, env = process.env, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    let child;
    const kill = (signal) => (isFamily ? killGroup(child.pid, signal) : child.kill(signal));
    let output = '';
    let received = null;
    const pass = (signal) => {
      received ??= signal;
      kill(signal);
      setTimeout(() => kill('SIGKILL'), killAfterMs).unref();
    };
    const end = (code) => {
      for (const signal of signals) process.off(signal, pass);
      if (received) process.exit(128 + constants.signals[received]);
      resolve({ code, output });
    };
    // The handlers are installed before the child exists: a signal in between would otherwise end this process alone.
    for (const signal of signals) process.on(signal, pass);
    child = spawn(command, args, { cwd, env, stdio, detached: isFamily });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    // `onStart` is called at once: if this process ended in between, nobody would know the child's id.
    if (child.pid !== undefined) onStart(child.pid);
    child.on('error', (error) => {
      output += `${command} cannot be run: ${error.message}\n`;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
