import { type Command, Option } from 'commander';
import { commandAt } from './command-words.js';
import { CliFailure } from './exit-codes.js';

/** Members of what a command prints as JSON, in the order in which they are printed. */
export type Fields = readonly string[];

const known = new WeakMap<Command, Fields>();

/** The fields that can be chosen of what a command prints; none of a command that prints no record. */
export const knownFields = (command: Command): Fields => known.get(command) ?? [];

/** The option `--json`; with `fields`, some of them can be chosen. */
export function addJsonOption(command: Command, fields?: Fields): void {
  if (fields === undefined) return void command.option('--json', 'print JSON, errors too');
  known.set(command, fields);
  command.addOption(new Option('--json [fields]', `print JSON, errors too; all of it, or only some of these: ${fields.join(', ')}`));
  command.option('--absolute', 'print exact times at a terminal, too');
}

/**
 * Returns the fields that were chosen, undefined for all of them.
 *
 * @throws CliFailure usage for one that the command does not know, with those that it does
 */
export function chosenFields(command: Command): Fields | undefined {
  const { json } = command.opts();
  if (typeof json !== 'string') return undefined;
  const chosen = json.split(',').map((field) => field.trim());
  const fields = knownFields(command);
  const unknown = chosen.find((field) => !fields.includes(field));
  if (unknown === undefined) return chosen;
  throw new CliFailure('usage', `There is no field ${unknown}. The fields are: ${fields.join(',')}.`);
}

/** Returns these members of a row, in this order; all of them where none are chosen. */
export const picked = (row: Readonly<Record<string, unknown>>, fields: Fields | undefined) =>
  fields === undefined ? row : Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));

/** Whether these arguments ask for JSON; errors are printed so, too, even those of the arguments. */
export const wantsJson = (args: readonly string[]): boolean => args.some((arg) => arg === '--json' || arg.startsWith('--json='));

/**
 * Returns the arguments so that what follows `--json` is taken for fields only if it can be meant so: `users show --json me` is about a
 * person, `users show me --json id` about a field. A list of several, or of a command without arguments, always means fields.
 */
export function withJsonApart(program: Command, args: readonly string[]): readonly string[] {
  const at = args.indexOf('--json');
  const value = args[at + 1];
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  if (at < 0 || at + 1 >= end || value.startsWith('-')) return args;
  const { command } = commandAt(program, args);
  const isOfFields = command.registeredArguments.length === 0 || value.includes(',') || knownFields(command).includes(value);
  if (known.has(command) && isOfFields) return args;
  return [...args.slice(0, at), ...args.slice(at + 1, end), '--json', ...args.slice(end)];
}
