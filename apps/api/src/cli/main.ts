#!/usr/bin/env node
import { run } from './run.js';
import { processTerminal } from './terminal.js';

process.umask(0o077);
// Whoever reads the output may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await run(process.argv.slice(2), processTerminal);
