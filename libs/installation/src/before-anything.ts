// Imports nothing: what is imported is loaded before the first line of this file runs, and could read what must be gone by then.

const kept = Symbol.for('keyledger.bootstrapPassword');
const shared = globalThis as { [kept]?: string };

// Node opens its inspector, through which the whole process can be read and steered, unless somebody listens to this signal. Node 20
// has no flag for it.
process.on('SIGUSR1', () => {});

// What prepares a start has taken it away already, for its own child processes.
shared[kept] ??= process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
delete process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;

/** The password of the first owner that the environment held, once: who asks again, or anything else in this process, finds none. */
export function takeBootstrapPassword(): string | undefined {
  const password = shared[kept];
  delete shared[kept];
  return password;
}
