import { type Command, Option } from 'commander';
import type { ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import type { Query } from '../remote/api-client.js';

/** The option of a list that the server answers as CSV, too. */
export const withCsv = (list: Command): Command =>
  list.addOption(new Option('--format <format>', 'a table, or CSV with every member, for a spreadsheet').choices(['table', 'csv']));

/**
 * Prints the list as CSV and returns true, if that was asked for.
 *
 * @throws CliFailure usage where JSON was asked for as well
 */
export async function printedAsCsv({ api, options, print }: ServerCall, path: string, query: Query): Promise<boolean> {
  if (options.format !== 'csv') return false;
  if (options.json) throw new CliFailure('usage', 'CSV cannot be printed as JSON: leave --json or --format out.');
  for await (const rows of api.csv(path, query)) await print.write(rows);
  return true;
}
