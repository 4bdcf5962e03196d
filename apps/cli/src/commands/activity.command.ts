import { createWriteStream, openSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { csvRow } from '#api/edge/http/csv';
import type { CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { momentAgo } from '../moment.js';
import { progressOn } from '../progress.js';
import { type Body, type Query, queryOf } from '../remote/api-client.js';
import { idInList, idOfPrincipal } from '../remote/named-user.js';
import { whole } from '../whole-number.js';
import { activityFields } from './view-fields.js';

const columns = ['occurredAt', 'type', 'actor', 'stream', 'details'];

export function activityCommand(program: Command, cli: CommandLine): Command {
  const activity = program.command('activity').description('who did what, to what, with which credential, and when');
  const list = filtered(activity.command('list').description('show the newest entries')).option(
    '--limit <number>',
    'how many at most',
    whole,
    50,
  );
  cli.onServer(
    list,
    async (call) => {
      const entries = await call.api.all('/v1/activity', { ...(await filterOf(call)), ...withNames }, call.options.limit);
      const rows = entries.map((entry) => ({ ...entry, actor: `${entry.actor.kind} ${actorName(entry) ?? entry.actor.id}` }));
      call.print.list(call.options.json ? entries : rows, columns);
    },
    activityFields,
  );
  const replay = activity.command('replay').description('print the stored envelopes in log order, one JSON text a line (NDJSON)');
  replay
    .option('--after <position>', 'only events after this Keyledger-Position')
    .option('--follow', 'stay connected, and print new events');
  replay.option('--gaps', 'add a line wherever events of other organizations lie between two of yours');
  replay.option('--opened', 'add the personal data that you may read');
  cli.onServer(replay, async ({ api, options, print }) => {
    const { after, ...flags } = options;
    const asked = ['follow', 'gaps', 'opened'].filter((flag) => flags[flag]).map((flag) => [flag, 'true']);
    const query = new URLSearchParams([...asked, ...(after ? [['after', after]] : [])]);
    for await (const chunk of await api.stream(`/v1/activity/replay?${query}`)) await print.write(chunk);
    // A server that stops, or no longer accepts the credential, ends the stream: a reader that follows must not take that for the end of
    // the log.
    if (flags.follow) throw new CliFailure('unreachable', 'The server ended the stream. Go on with --after and the last position.');
  });
  const exported = filtered(activity.command('export').description('write every entry, newest first; the export is itself recorded'));
  exported.addOption(new Option('--format <format>', 'form of the entries').choices(['ndjson', 'csv']).default('ndjson'));
  exported.option('--output <file>', 'a file that does not exist yet; by default standard output');
  cli.onServer(exported, exportAll);
  return activity;
}

function filtered(command: Command): Command {
  command
    .option('--actor <user>', 'who did it: id, e-mail address, or name of a service account')
    .option('--subject <user>', 'to whom or what it was done: id, e-mail address, or name of a service account');
  command.option('--credential <id>', 'token or verifier that it was done with: id, or name of a token of yours');
  command.option('--own', 'only what you did, and what was done to you and your tokens');
  command.option('--type <type...>', 'type of event, as in the reference of events; several for any of them');
  command.option('--request <id>', 'request that it was done by').option('--search <text>', 'part of a name or an address in it');
  command.option('--from <time>', 'not before: -7d is 7 days ago, or ISO 8601', momentAgo);
  return command.option('--to <time>', 'before: -1h is an hour ago, or ISO 8601', momentAgo);
}

async function filterOf({ api, options }: ServerCall): Promise<Query> {
  const { own, actor, subject, credential, type, request: requestId, search: q, from, to } = options;
  // What names nobody may be the id of a key or of a workspace, or one of the program's own words: the server knows whether there is any.
  const idOf = async (named: string | undefined) => named && ((await idOfPrincipal(api, named)) ?? named);
  const usedToken = credential && (await idInList(api, '/v1/tokens', credential, 'token of yours'));
  const scope = own ? 'own' : undefined;
  return queryOf({ scope, actor: await idOf(actor), subject: await idOf(subject), credential: usedToken, type, requestId, q, from, to });
}

async function exportAll(call: ServerCall): Promise<void> {
  const { options, print, terminal } = call;
  if (options.json && options.format === 'csv' && !options.output) {
    throw new CliFailure('usage', 'CSV cannot be printed as JSON: leave --json out, or name a file with --output.');
  }
  const progress = await progressOn(terminal, 'Entries');
  let entries = 0;
  const texts = textsOf(call, await filterOf(call), (more) => {
    entries += more;
    progress.at(entries, null);
  });
  try {
    if (options.output) await writeWhole(options.output, texts);
    else for await (const text of texts) await print.write(text);
  } finally {
    progress.stop();
  }
  if (options.output) print.done(`Wrote ${entries} entries to ${options.output}.`, { entries, output: options.output });
  else print.say(`Wrote ${entries} entries.`);
}

async function* textsOf({ api, options }: ServerCall, filter: Query, onEntries: (count: number) => void): AsyncGenerator<string> {
  const isCsv = options.format === 'csv';
  if (isCsv) yield csvRow(csvColumns);
  for await (const page of api.pages('/v1/activity', { ...filter, ...withNames, export: 'true' })) {
    yield page.map(isCsv ? csvOf : ndjsonOf).join('');
    onEntries(page.length);
  }
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Writes a file that only its owner can read, and removes it when something fails on the way. */
async function writeWhole(path: string, texts: AsyncIterable<string>): Promise<void> {
  let file: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (file !== undefined) rmSync(path, { force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of endings) process.once(signal, onSignal);
  try {
    // The file is opened in the same tick: a signal arrives either before the file exists, or when it is known to be ours.
    file = openSync(path, 'wx', 0o600);
    await pipeline(texts, createWriteStream(path, { fd: file }));
  } catch (error) {
    if (file !== undefined) await rm(path);
    throw error;
  } finally {
    for (const signal of endings) process.off(signal, onSignal);
  }
}

const ndjsonOf = (entry: Body) => `${JSON.stringify(entry)}\n`;

const csvColumns = [
  'position',
  'occurredAt',
  'type',
  'stream',
  'actorKind',
  'actorId',
  'credentialId',
  'requestId',
  'id',
  'details',
  'actorName',
  'names',
];
function csvOf(entry: Body): string {
  const { position, occurredAt, type, stream, actor, requestId, id, details, names } = entry;
  const who = [actor.kind, actor.id, actor.credentialId];
  return csvRow([
    position,
    occurredAt,
    type,
    stream,
    ...who,
    requestId,
    id,
    JSON.stringify(details),
    actorName(entry),
    JSON.stringify(names),
  ]);
}

/** The server adds them for those who may see them. */
const withNames = { expand: 'names' };

/** Address or name of who did it; null where the server tells none. */
function actorName({ actor, names = {} }: Body): string | null {
  const named = names[actor.id];
  return named?.email ?? named?.name ?? null;
}
