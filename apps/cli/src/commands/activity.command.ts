import { createWriteStream, openSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import { csvRow } from '../csv.js';
import { CliFailure } from '../exit-codes.js';
import { progressOn } from '../progress.js';
import type { Body } from '../remote/api-client.js';
import { idOfUser } from '../remote/named-user.js';
import { whole } from '../whole-number.js';

const columns = ['occurredAt', 'type', 'actor', 'stream', 'details'];

export function activityCommand(program: Command, cli: CommandLine): Command {
  const activity = program.command('activity').description('who did what, to what, with which credential, and when');
  const list = filtered(activity.command('list').description('show the newest entries')).option(
    '--limit <number>',
    'how many at most',
    whole,
    50,
  );
  cli.onServer(list, async (call) => {
    const entries = await call.api.all('/v1/activity', await filterOf(call), call.options.limit);
    const rows = entries.map(({ actor, ...entry }) => ({ ...entry, actor: `${actor.kind} ${actor.id}` }));
    call.print.list(call.options.json ? entries : rows, columns);
  });
  const replay = activity.command('replay').description('print the stored envelopes in log order, one JSON text a line (NDJSON)');
  replay
    .option('--after <position>', 'only events after this Keyledger-Position')
    .option('--follow', 'stay connected, and print new events');
  replay.option('--opened', 'add the personal data that you may read');
  cli.onServer(replay, async ({ api, options, print }) => {
    const { after, follow, opened } = options;
    const query = new URLSearchParams({ ...(after && { after }), ...(follow && { follow: 'true' }), ...(opened && { opened: 'true' }) });
    for await (const chunk of await api.stream(`/v1/activity/replay?${query}`)) await print.write(chunk);
    // A server that stops, or no longer accepts the credential, ends the stream: a reader that follows must not take that for the end of
    // the log.
    if (follow) throw new CliFailure('unreachable', 'The server ended the stream. Go on with --after and the last position.');
  });
  const exported = filtered(activity.command('export').description('write every entry, newest first; the export is itself recorded'));
  exported.addOption(new Option('--format <format>', 'form of the entries').choices(['ndjson', 'csv']).default('ndjson'));
  exported.option('--output <file>', 'a file that does not exist yet; by default standard output');
  cli.onServer(exported, exportAll);
  return activity;
}

function filtered(command: Command): Command {
  command
    .option('--actor <user>', 'who did it: id, or e-mail address')
    .option('--subject <user>', 'to whom or what it was done: id, or e-mail address');
  command.option('--type <type>', 'type of event, as in the reference of events');
  return command.option('--from <time>', 'not before this time, ISO 8601').option('--to <time>', 'before this time, ISO 8601');
}

async function filterOf({ api, options }: ServerCall): Promise<Record<string, string>> {
  const { actor, subject, type, from, to } = options;
  const ids = { actor: actor && (await idOfUser(api, actor)), subject: subject && (await idOfUser(api, subject)) };
  const all = { ...ids, type, from, to };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function exportAll(call: ServerCall): Promise<void> {
  const { options, print, terminal } = call;
  if (options.json && options.format === 'csv' && !options.output) {
    throw new CliFailure('usage', 'CSV cannot be printed as JSON: leave --json out, or name a file with --output.');
  }
  const progress = progressOn(terminal, 'Entries');
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

async function* textsOf(
  { api, options }: ServerCall,
  filter: Record<string, string>,
  onEntries: (count: number) => void,
): AsyncGenerator<string> {
  const isCsv = options.format === 'csv';
  if (isCsv) yield csvRow(csvColumns);
  for await (const page of api.pages('/v1/activity', { ...filter, export: 'true' })) {
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

const csvColumns = ['position', 'occurredAt', 'type', 'stream', 'actorKind', 'actorId', 'credentialId', 'requestId', 'id', 'details'];
const csvOf = ({ position, occurredAt, type, stream, actor, requestId, id, details }: Body) =>
  csvRow([position, occurredAt, type, stream, actor.kind, actor.id, actor.credentialId, requestId, id, JSON.stringify(details)]);
