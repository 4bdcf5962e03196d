import type { Command } from 'commander';
import type { CommandLine, ServerCall } from './command-line.js';
import { CliFailure } from './exit-codes.js';

export function organizationCommand(program: Command, cli: CommandLine): Command {
  const organization = program.command('organization').description('your organization and its settings');
  cli.onServer(organization.command('show').description('show the organization and its settings'), async ({ api, print }) =>
    print.one(await api.get('/v1/organization')),
  );
  const set = organization.command('set').description('change settings: all that are named, or, when one is refused, none');
  set.argument('<setting=value...>', 'as `show` prints them, for example legacyTokensEnabled=true personalAccessTokenTtlDays=90');
  cli.onServer(set, async ({ api, print, args }: ServerCall) => print.one(await api.patch('/v1/organization', changesOf(args))));
  return organization;
}

/** The server knows which settings there are and which values they take. */
function changesOf(args: readonly string[]): Record<string, boolean | number | string> {
  return Object.fromEntries(
    args.map((arg) => {
      const [, setting, value] = /^([A-Za-z]+)=(.+)$/.exec(arg) ?? [];
      if (setting === undefined) throw new CliFailure('usage', `${arg} does not have the form setting=value.`);
      return [setting, /^(true|false|-?\d+)$/.test(value) ? JSON.parse(value) : value];
    }),
  );
}
