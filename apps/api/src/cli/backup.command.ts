import type { Command } from 'commander';
import type { Call, CommandLine } from './command-line.js';
import { progressOn } from './progress.js';
import { directoryConfig, requireLog } from './stopped-directory.js';

/** What is done to a data directory while no server uses it: `backup`, `restore`, `verify-log`. */
export function dataDirectoryCommands(program: Command, cli: CommandLine): void {
  const back = program.command('backup').description('copy log and vault, apart, and never the keys');
  cli.onDirectory(back.requiredOption('--to <directory>', 'where the copies go'), makeBackup);
  const put = program.command('restore').description('put a backup into an empty data directory');
  put.requiredOption('--from <directory>', 'the backup').option('--erased <file>', 'the newest register of erased people that there is');
  cli.onDirectory(put, putBack);
  cli.onDirectory(program.command('verify-log').description('read the whole log and compare every digest'), verify);
}

async function makeBackup({ options, terminal, print }: Call): Promise<void> {
  const { dataDirectory } = directoryConfig(options, terminal);
  const { backup } = await import('../backup/backup.js');
  backup(dataDirectory, options.to);
  const sentence = `Copied ${dataDirectory} to ${options.to}. The keys are not in it: keep them elsewhere.`;
  print.done(sentence, { dataDirectory, to: options.to });
}

async function putBack({ options, terminal, print }: Call): Promise<void> {
  const { dataDirectory } = directoryConfig(options, terminal);
  const { restore } = await import('../backup/backup.js');
  restore(dataDirectory, options.from, options.erased ?? `${options.from}/erased`);
  const next = 'Put the keys in their place, and start once with KEYLEDGER_DECLARE_RESTORE=true.';
  print.done(`Restored ${dataDirectory}. ${next}`, { dataDirectory, from: options.from });
}

async function verify({ options, terminal, print }: Call): Promise<void> {
  const { dataDirectory } = directoryConfig(options, terminal);
  const { lockDataDirectory } = await import('#event-store/data-directory');
  const { LogView } = await import('#event-store/log-view');
  requireLog(dataDirectory);
  const progress = progressOn(terminal, 'Events');
  const lock = lockDataDirectory(dataDirectory);
  const log = new LogView(dataDirectory);
  try {
    const position = Number(log.verify({ onProgress: (at, end) => progress.at(at, end) }));
    print.done(`The log is whole; it ends at position ${position}.`, { position });
  } finally {
    progress.stop();
    log.close();
    lock.release();
  }
}
