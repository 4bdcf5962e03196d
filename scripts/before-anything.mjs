// What must have happened before anything else is loaded, for what is loaded, and each child process, sees what is there by then.

// Node opens its inspector, through which the whole process can be read and steered, unless somebody listens to this signal.
process.on('SIGUSR1', () => {});

// libs/installation/src/before-anything.ts finds it there once it is built.
const password = process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
if (password !== undefined) globalThis[Symbol.for('keyledger.bootstrapPassword')] = password;
delete process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
