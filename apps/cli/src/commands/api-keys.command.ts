import { type Command, Option } from 'commander';
import { roles } from '#domain/role';
import { statedCauses } from '#domain/token.revocation';
import type { CommandLine, ServerCall } from '../command-line.js';
import { duration } from '../duration.js';
import { type Body, queryOf } from '../remote/api-client.js';
import { idInList } from '../remote/named-user.js';
import { printedAsCsv, withCsv } from './csv-option.js';
import { overlapOf, withOverlap } from './overlap-options.js';
import { tokenFiltersOf, withTokenFilters } from './token-filters.js';
import { apiKeyFields, listedApiKeyFields } from './view-fields.js';

const columns = ['name', 'role', 'state', 'expiresAt', 'lastUsedAt', 'id'];
const keyRoles = roles.filter((role) => role !== 'owner');

export function apiKeysCommand(program: Command, cli: CommandLine): Command {
  const keys = program.command('api-keys').description('API keys of yours, and of others for those who oversee the organization');
  listCommand(keys, cli);
  const show = keys.command('show').description('show one API key').argument('<key>', which);
  cli.onServer(show, async (call) => call.print.one(await call.api.get(`/v1/api-keys/${await idOfKey(call)}`)), apiKeyFields);
  createCommand(keys, cli);
  const update = keys.command('update').description('change the name of an API key, or the addresses from which it is good');
  update.argument('<key>', which).option('--name <name>', 'what it is called from now on');
  update.option('--allow <networks...>', networks).option('--allow-everywhere', 'from every address');
  cli.onServer(update, async (call) => {
    const { name, allow, allowEverywhere } = call.options;
    const body = { name, allowedIpCidrs: allowEverywhere ? [] : allow };
    const key = await call.api.patch(`/v1/api-keys/${await idOfKey(call)}`, body);
    call.print.done(`Changed ${key.id}, named ${key.name}.`, key);
  });
  const rotate = withOverlap(keys.command('rotate').description('make the successor of an API key, and show it once'));
  cli.onServer(rotate.argument('<key>', which), async (call) => {
    shown(call, await call.api.post(`/v1/api-keys/${await idOfKey(call)}/rotate`, overlapOf(call.options)));
  });
  deleteCommand(keys, cli);
  return keys;
}

function listCommand(keys: Command, cli: CommandLine): void {
  const list = withCsv(withTokenFilters(keys.command('list').description('list API keys, also those that are over')));
  const act = async (call: ServerCall) => {
    const query = queryOf(await tokenFiltersOf(call));
    if (await printedAsCsv(call, '/v1/api-keys', query)) return;
    const items = await call.api.all('/v1/api-keys', query);
    call.print.list(items, call.options.all ? ['ownerId', ...columns] : columns);
  };
  cli.onServer(list, act, listedApiKeyFields);
}

function createCommand(keys: Command, cli: CommandLine): void {
  const create = keys.command('create').description('make an API key, and show it once').argument('<name>', 'what it is for');
  create.addOption(
    new Option('--role <role>', 'it acts in this role or in its owner’s, whichever is lower').choices(keyRoles).makeOptionMandatory(),
  );
  create.requiredOption('--validity <duration>', 'how long it is valid, such as 12h, 30d or 25w', duration);
  create.option('--user <email>', 'whose it is; yours by default').option('--allow <networks...>', networks);
  cli.onServer(create, async (call) => {
    const { role, validity: validitySeconds, user: userEmail, allow: allowedIpCidrs } = call.options;
    shown(call, await call.api.post('/v1/api-keys', { name: call.args[0], role, validitySeconds, userEmail, allowedIpCidrs }));
  });
}

function deleteCommand(keys: Command, cli: CommandLine): void {
  const remove = keys.command('delete').description('delete an API key for ever').argument('<key>', which);
  remove.option('--with-descendants', 'and all keys that were made with it');
  remove.addOption(new Option('--cause <cause>', 'why').choices(statedCauses)).option('--note <text>', 'what else to remember of it');
  cli.onServer(remove, async (call) => {
    const { withDescendants, cause, note } = call.options;
    const id = await idOfKey(call);
    const query = new URLSearchParams(queryOf({ descendants: withDescendants, cause, note }) as Record<string, string>);
    await call.api.delete(`/v1/api-keys/${id}?${query}`);
    call.print.done(`Deleted ${id}.`, { id, state: 'revoked' });
  });
}

const which = 'id, or name of an API key of yours';
const networks = 'the addresses and networks from which it is good, such as 192.0.2.7 or 10.0.0.0/8';
const idOfKey = ({ api, args }: ServerCall) => idInList(api, '/v1/api-keys', args[0], 'API key of yours');

function shown({ print }: ServerCall, answer: Body): void {
  const { apiKey, credential } = answer;
  print.secret(credential, answer, `The API key ${apiKey.id} follows. It expires at ${apiKey.expiresAt}.`);
}
