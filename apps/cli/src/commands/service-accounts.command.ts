import { type Command, Option } from 'commander';
import { roles } from '#domain/role';
import type { CommandLine, ServerCall } from '../command-line.js';
import { type ApiClient, type Body, queryOf } from '../remote/api-client.js';
import { segment } from '../remote/named-user.js';
import { allowanceCommands } from './allowance.command.js';
import { printedAsCsv, withCsv } from './csv-option.js';
import { sortOption, tokenStateOption, withLastUse } from './list-options.js';
import { oldOneIn, overlapOf, withOverlap } from './overlap-options.js';
import { serviceAccountFields } from './view-fields.js';

const columns = ['number', 'name', 'role', 'workspaceIds', 'projectIds', 'state', 'lastUsedAt', 'createdAt', 'id'];
const which = 'id or name';

export function serviceAccountsCommand(program: Command, cli: CommandLine): Command {
  const accounts = program.command('service-accounts').description('the accounts of programs');
  listCommand(accounts, cli);
  allowanceCommands(accounts, cli);
  const create = scoped(
    accounts.command('create').description('create a service account, and show its credential once').argument('<name>'),
  );
  create.addOption(roleOption('what it may do').makeOptionMandatory());
  cli.onServer(create, async ({ api, args, options, print }) => {
    const answer = await api.post('/v1/service-accounts', { name: args[0], role: options.role, ...scopeOf(options) });
    print.secret(
      answer.credential,
      answer,
      `The credential of the service account ${answer.serviceAccount.id} follows. Keep it: it cannot be shown again.`,
    );
  });
  const change = scoped(
    accounts.command('change').description('change role and scope; a list replaces the previous one').argument('<account>', which),
  );
  change.addOption(roleOption('what it may do from now on'));
  cli.onServer(change, async ({ api, args, options, print }) => {
    print.one(await api.patch(await pathOf(api, args[0]), { role: options.role, ...scopeOf(options) }));
  });
  const reset = withOverlap(accounts.command('reset-token').description("replace an account's credential, and show the new one once"));
  cli.onServer(reset.argument('<account>', which), async ({ api, args, options, print }) => {
    const answer = await api.post(`${await pathOf(api, args[0])}/reset-token`, overlapOf(options));
    print.secret(answer.credential, answer, `The new credential of ${args[0]} follows; ${oldOneIn(answer.previous)}.`);
  });
  const remove = accounts.command('delete').description('delete a service account; its credential stops working at once and for ever');
  cli.onServer(remove.argument('<account>', which).option('--yes', 'do not ask for confirmation'), async (call) => {
    await call.secrets.agree(`This deletes ${call.args[0]} for ever.`, call.options.yes);
    await call.api.delete(await pathOf(call.api, call.args[0]));
    call.print.done(`Deleted ${call.args[0]}.`, { deleted: call.args[0] });
  });
  return accounts;
}

function listCommand(accounts: Command, cli: CommandLine): void {
  const list = accounts.command('list').description('list service accounts, and how their tokens stand; oldest first');
  list.addOption(roleOption('only those of a role')).addOption(tokenStateOption('of the token'));
  withLastUse(withCsv(list)).option('--search <text>', 'part of the name');
  list.addOption(sortOption('createdAt', 'lastUsedAt'));
  const act = async (call: ServerCall) => {
    const { api, options, print } = call;
    const { role, state, lastUsedBefore, neverUsed, search: q, sort } = options;
    const query = queryOf({ role, state, lastUsedBefore, neverUsed, q, sort });
    if (await printedAsCsv(call, '/v1/service-accounts', query)) return;
    const items = await api.all('/v1/service-accounts', query);
    const rows = items.map(({ token: { state, lastUsedAt }, ...account }) => ({ ...account, state, lastUsedAt }));
    print.list(options.json ? items : rows, columns);
  };
  cli.onServer(list, act, serviceAccountFields);
}

const roleOption = (description: string) => new Option('--role <role>', description).choices(roles);

function scoped(command: Command): Command {
  command.option('--workspace <id...>', 'external ids of the workspaces that it is limited to');
  return command.option('--project <id...>', 'external ids of the projects that it is limited to');
}

const scopeOf = ({ workspace, project }: Record<string, string[] | undefined>) => ({ workspaceIds: workspace, projectIds: project });

/** Names are unique within an organization. A text that is neither an id nor a known name is sent unchanged, and the server refuses it. */
async function pathOf(api: ApiClient, named: string): Promise<string> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(named);
  const account = isId ? undefined : (await api.all('/v1/service-accounts')).find(({ name }: Body) => name === named);
  return `/v1/service-accounts/${segment(account?.id ?? named)}`;
}
