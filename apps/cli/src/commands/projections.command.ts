import type { Command } from 'commander';
import type { Call, CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { directoryConfig } from '../offline/offline-directory.js';
import type { Row } from '../printer.js';
import { progressOn } from '../progress.js';
import type { Body } from '../remote/api-client.js';
import { segment } from '../remote/named-user.js';
import { resultOf } from '../remote/operation-wait.js';
import { projectionFields } from './view-fields.js';

interface Rebuilt {
  readonly projection: string;
  readonly differed: boolean;
  readonly tables: readonly Row[];
}

export function projectionsCommand(program: Command, cli: CommandLine): void {
  const projections = program.command('projections').description('the stored read models, for owners of the first organization');
  const directory = ['--data-dir <directory>', 'use this data directory of a stopped server, not a running server'] as const;
  const list = projections
    .command('list')
    .description('list the read models, and how far each has got')
    .option(...directory);
  cli.onServer(
    list,
    async (call) => {
      const rows = call.options.dataDir ? await (await local(call)).list() : (await call.api.get('/v1/projections')).items;
      call.print.list(rows, ['name', 'version', 'position', 'caughtUp', 'parkedEvents']);
    },
    projectionFields,
  );
  const rebuild = projections
    .command('rebuild')
    .description('rebuild a read model beside the live one, compare both, and put the new one in place');
  rebuild
    .argument('[name]', 'name of the read model')
    .option('--all', 'rebuild all of them, one after another')
    .option(...directory);
  cli.onServer(rebuild, rebuildSome);
}

async function rebuildSome(call: ServerCall): Promise<void> {
  const { args, options, print } = call;
  if ((args[0] === undefined) === (options.all !== true)) throw new CliFailure('usage', 'Name one read model, or add --all.');
  const names = options.all ? null : [args[0]];
  const rebuilt = options.dataDir ? await (await local(call)).rebuild(names) : await onServer(call, names);
  const rows = rebuilt.map(({ projection, differed, tables }) => ({ projection, differed, tables }));
  if (options.json) print.list(rows, []);
  else print.list(rows.flatMap(rowsOf), ['projection', 'table', 'rows', 'rowsBefore', 'differed']);
  const different = rebuilt.filter(({ differed }) => differed).map(({ projection }) => projection);
  if (different.length === 0) return;
  const what = `The stored ${different.join(', ')} differed from what the log gives. The rebuilt tables have replaced it.`;
  throw new CliFailure('differed', what);
}

// biome-ignore lint/suspicious/noExplicitAny: as the server describes it.
const rowsOf = ({ projection, tables }: any): Row[] =>
  // biome-ignore lint/suspicious/noExplicitAny: as the server describes it.
  tables.map(({ table, live, rebuilt }: any) => {
    return { projection, table, rows: rebuilt.rows, rowsBefore: live.rows, differed: live.digest !== rebuilt.digest };
  });

async function onServer(call: ServerCall, names: readonly string[] | null): Promise<Rebuilt[]> {
  const all: readonly string[] = names ?? (await call.api.get('/v1/projections')).items.map(({ name }: Body) => name);
  const rebuilt: Rebuilt[] = [];
  for (const name of all) rebuilt.push(await resultOf(call, await call.api.post(`/v1/projections/${segment(name)}/rebuild`), name));
  return rebuilt;
}

/** The same on the data directory of a stopped server. */
async function local({ options, terminal }: Call) {
  const config = await directoryConfig(options, terminal);
  const { OfflineReadModels } = await import('../offline/offline-read-models.js');
  return new OfflineReadModels(config, (name) => progressOn(terminal, name));
}
