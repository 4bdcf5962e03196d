import type { Command } from 'commander';
import type { CommandLine, ServerCall } from '../command-line.js';
import { CliFailure } from '../exit-codes.js';
import { directoryConfig } from '../offline/offline-directory.js';
import type { Body } from '../remote/api-client.js';
import { organizationFields } from './view-fields.js';

const tokenColumns = ['owner', 'kind', 'name', 'lastUsedAt', 'id'];

export function organizationCommand(program: Command, cli: CommandLine): Command {
  const organization = program.command('organization').description('your organization and its settings');
  cli.onServer(
    organization.command('show').description('show the organization and its settings'),
    async ({ api, print }) => print.one(await api.get('/v1/organization')),
    organizationFields,
  );
  const set = organization.command('set').description('change the named settings; if one is refused, none is changed');
  set.argument('<setting=value...>', 'as `show` prints them, for example legacyTokensEnabled=true personalAccessTokenTtlDays=90');
  cli.onServer(set, async ({ api, print, args }: ServerCall) => print.one(await api.patch('/v1/organization', changesOf(args))));
  const preview = organization.command('preview').description('say what a change would stop, and change nothing');
  cli.onServer(preview.argument('<setting=value...>', 'as for `set`'), async ({ api, print, args, options }: ServerCall) => {
    const answer = await api.post('/v1/organization/preview', changesOf(args));
    const { items, ...used } = answer.usedInLast30Days;
    const counts = ({ tokens, owners }: Body) => `${tokens} (owners: ${owners})`;
    print.done(`Tokens that would stop: ${counts(answer.stopped)}. Used in the last 30 days: ${counts(used)}.`, answer);
    if (options.json || items.length === 0) return;
    print.list(
      items.map(({ owner, ...token }: Body) => ({ ...token, owner: owner.email ?? owner.name ?? owner.id })),
      tokenColumns,
    );
  });
  createCommand(organization, cli);
  return organization;
}

function createCommand(organization: Command, cli: CommandLine): void {
  const create = organization.command('create').description('create another organization in a data directory that no server uses');
  create.argument('<name>').requiredOption('--owner-email <address>', 'address of its first owner; no user may have it yet');
  create.option('--new-password-stdin', "read the owner's password from a line of standard input");
  cli.onDirectory(create, async ({ args: [name], options, secrets, terminal, print }) => {
    const { ownerEmail, newPasswordStdin } = options;
    const config = await directoryConfig(options, terminal);
    const ownerPassword = newPasswordStdin
      ? await secrets.nextLine("the owner's password")
      : await secrets.askTwice(`Password of ${ownerEmail}`, 'Use --new-password-stdin.');
    const { createOrganization } = await import('../offline/create-organization.js');
    print.one(await createOrganization(config, { name, ownerEmail, ownerPassword }));
  });
}

/** The server knows the settings and their valid values. */
function changesOf(args: readonly string[]): Record<string, boolean | number | string> {
  return Object.fromEntries(
    args.map((arg) => {
      const [, setting, value] = /^([A-Za-z]+)=(.+)$/.exec(arg) ?? [];
      if (setting === undefined) throw new CliFailure('usage', `${arg} does not have the form setting=value.`);
      return [setting, /^(true|false|-?(0|[1-9]\d*)(\.\d+)?)$/.test(value) ? JSON.parse(value) : value];
    }),
  );
}
