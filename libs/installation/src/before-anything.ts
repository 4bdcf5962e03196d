// This file imports nothing: an imported module would run before its first line, and could read what this file removes.

const kept = Symbol.for('keyledger.bootstrapPassword');
const shared = globalThis as { [kept]?: string };

// Unless a listener exists for this signal, Node opens its inspector, through which the whole process can be read and controlled. Node 20
// has no flag against it.
process.on('SIGUSR1', () => {});

// The start script may have removed it from the environment already, for the sake of its child processes.
shared[kept] ??= process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
delete process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;

/** Returns the first owner's password from the environment, once: a second call, or any other code in this process, finds none. */
export function takeBootstrapPassword(): string | undefined {
  const password = shared[kept];
  delete shared[kept];
  return password;
}
