#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { lockDataDirectory } from '#event-store/data-directory';
import { EmbeddedEventStore } from '#event-store/embedded-event-store';
import { BackupRefused, backup, restore } from '../backup/backup.js';
import { Config } from '../config.js';

const usage = `keyledger <command>, on the stopped data directory that KEYLEDGER_DATA_DIR names

  backup --to DIR                     copies log and vault, apart, and never the keys
  restore --from DIR [--erased FILE]  puts a backup into an empty data directory; FILE is the newest register of erased people
  verify-log                          reads the whole log and compares every digest
`;

process.umask(0o077);

async function main(args: string[]): Promise<void> {
  const options = { to: { type: 'string' }, from: { type: 'string' }, erased: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { dataDirectory } = Config.from(process.env);
  const [command] = positionals;
  if (command === 'backup' && values.to) {
    backup(dataDirectory, values.to);
    return say(`Copied ${dataDirectory} to ${values.to}. The keys are not in it: keep them elsewhere.`);
  }
  if (command === 'restore' && values.from) {
    restore(dataDirectory, values.from, values.erased ?? `${values.from}/erased`);
    return say(`Restored ${dataDirectory}. Put the keys in their place, and start once with KEYLEDGER_DECLARE_RESTORE=true.`);
  }
  if (command === 'verify-log') return verifyLog(dataDirectory);
  process.stderr.write(usage);
  process.exitCode = 2;
}

async function verifyLog(directory: string): Promise<void> {
  const lock = lockDataDirectory(directory);
  const store = await EmbeddedEventStore.open({ directory });
  say(`The log is whole; it ends at position ${(await store.head()) ?? 0}.`);
  await store.close();
  lock.release();
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

main(process.argv.slice(2)).catch((error: Error) => {
  const isExplained =
    error instanceof BackupRefused ||
    ['DataDirectoryInUse', 'LogDamaged', 'ConfigurationError', 'TypeError'].includes(error.constructor.name);
  process.stderr.write(`${isExplained ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
