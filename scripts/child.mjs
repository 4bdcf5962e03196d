import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The folder of the project, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const killAfterMs = 10_000;

/**
 * Runs a program in the project's folder and answers `{code, output}`; `show` lets it write to our terminal instead.
 * A signal ends the program first and then this process, with the exit code that shells give that signal: nothing is orphaned.
 */
export function run(command, args, { show = false, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let received = null;
    const pass = (signal) => {
      received ??= signal;
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
    };
    const end = (code) => {
      for (const signal of signals) process.off(signal, pass);
      if (received) process.exit(128 + constants.signals[received]);
      resolve({ code, output });
    };
    for (const signal of signals) process.on(signal, pass);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => {
      output += `${command} cannot be run: ${error.message}\n`;
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
