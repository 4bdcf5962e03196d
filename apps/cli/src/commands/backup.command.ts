import type { Command } from 'commander';
import type { Call, CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { directoryConfig, requireLog } from '../offline/offline-directory.js';
import { progressOn } from '../progress.js';
import { resultOf } from '../remote/operation-wait.js';
import type { Terminal } from '../terminal.js';
import { whole } from '../whole-number.js';

/** The commands on whole files: `backup`, `restore`, `verify-log`. */
export function dataDirectoryCommands(program: Command, cli: CommandLine): void {
  const back = program
    .command('backup')
    .description('back up log and vault, each on its own, but never the keys; on a stopped server or by a running one');
  back.option('--to <directory>', 'the directory for the copies, when the server is stopped');
  back.option('--running', 'let the running server make the backup on its host, in KEYLEDGER_BACKUP_DIR');
  back.option('--data-dir <directory>', 'the stopped data directory (KEYLEDGER_DATA_DIR)');
  cli.onServer(back, (call) => {
    if ((call.options.to === undefined) === (call.options.running !== true)) throw new CliFailure('usage', 'Add either --to or --running.');
    return call.options.running ? backUpRunning(call) : backUpOffline(call);
  });
  back.enablePositionalOptions();
  const prune = back.command('prune').description('remove old backups of a running server, never one that is younger than a day');
  prune.requiredOption('--keep <number>', 'how many of the newest backups to keep', whole);
  prune.option('--data-dir <directory>', 'the data directory (KEYLEDGER_DATA_DIR), which may be in use');
  cli.plain(prune, removeOld);
  const put = program.command('restore').description('put a backup into an empty data directory');
  put.requiredOption('--from <directory>', 'the backup').option('--erased <file>', 'the newest register of erased people');
  cli.onDirectory(put, putBack);
  const verifyLog = program.command('verify-log');
  cli.onDirectory(verifyLog.description('verify the hash chain of the whole log, and its end against the mark beside the keys'), verify);
}

async function backUpRunning(call: ServerCall): Promise<void> {
  const made = await resultOf(call, await call.api.post('/v1/backups'), 'Events');
  call.print.done(`Made ${made.directory} on the host of the server. The keys are not in it: keep them elsewhere.`, made);
}

async function backUpOffline({ options, terminal, print }: Call): Promise<void> {
  const { dataDirectory } = await directoryConfig(options, terminal);
  requireLog(dataDirectory);
  const { backup } = await import('#api/features/backup/backup');
  await watched(terminal, (onProgress) => backup(dataDirectory, options.to, onProgress));
  const sentence = `Copied ${dataDirectory} to ${options.to}. The keys are not in it: keep them elsewhere.`;
  print.done(sentence, { dataDirectory, to: options.to });
}

async function removeOld({ options, terminal, print }: Call): Promise<void> {
  const { backupDirectory: directory } = await directoryConfig(options, terminal);
  const { pruneBackups } = await import('#api/features/backup/backup-folder');
  const removed = pruneBackups(directory, options.keep, Date.now());
  print.done(`Removed ${removed.length} from ${directory}.`, { directory, removed });
}

async function putBack({ options, terminal, print }: Call): Promise<void> {
  const { dataDirectory } = await directoryConfig(options, terminal);
  const { restore } = await import('#api/features/backup/backup');
  const register = options.erased ?? `${options.from}/erased`;
  await watched(terminal, (onProgress) => restore(dataDirectory, options.from, register, onProgress));
  const next = 'Put the keys in their place, and start once with KEYLEDGER_DECLARE_RESTORE=true.';
  print.done(`Restored ${dataDirectory}. ${next}`, { dataDirectory, from: options.from });
}

async function watched(terminal: Terminal, work: (onProgress: (done: number, total: number) => void) => Promise<void>): Promise<void> {
  const progress = await progressOn(terminal, 'Events');
  await work((done, total) => progress.at(done, total)).finally(() => progress.stop());
}

async function verify({ options, terminal, print }: Call): Promise<void> {
  const config = await directoryConfig(options, terminal);
  const { verifyDirectory } = await import('../offline/verify-directory.js');
  requireLog(config.dataDirectory);
  const progress = await progressOn(terminal, 'Events');
  const verified = await verifyDirectory(config, (at, end) => progress.at(at, end)).finally(() => progress.stop());
  const { position, isMarkKnown } = verified;
  const unknown = ` The keys are not in ${config.keysDirectory}, so the log was not compared with its mark.`;
  print.done(`The log is whole; it ends at position ${position}.${isMarkKnown ? '' : unknown}`, { position, isMarkKnown });
}
