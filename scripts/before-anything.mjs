// Code that must run before any other module is loaded, since modules and child processes see the environment as it is by then.

// Node opens its inspector, through which the whole process can be read and steered, unless somebody listens to this signal.
process.on('SIGUSR1', () => {});

// libs/installation/src/before-anything.ts reads it from there in the built program.
const password = process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
if (password !== undefined) globalThis[Symbol.for('keyledger.bootstrapPassword')] = password;
delete process.env.KEYLEDGER_BOOTSTRAP_PASSWORD;
