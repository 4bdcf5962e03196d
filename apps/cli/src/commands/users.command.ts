import { type Command, Option } from 'commander';
import { roles } from '#domain/role';
import type { CommandLine, ServerCall } from '../command-line.js';
import { momentAgo } from '../moment.js';
import { directoryConfig } from '../offline/offline-directory.js';
import { type Body, queryOf } from '../remote/api-client.js';
import { idOfUser, segment } from '../remote/named-user.js';
import { printedAsCsv, withCsv } from './csv-option.js';
import { sortOption } from './list-options.js';
import { footprintFields, membershipFields, passwordResetFields, principalFields, userFields } from './view-fields.js';

const columns = ['number', 'email', 'role', 'state', 'lastSeenAt', 'createdAt', 'id'];
const who = 'id or e-mail address';

export function usersCommand(program: Command, cli: CommandLine): Command {
  const users = program.command('users').description('the people of your organization');
  listCommand(users, cli);
  cli.onServer(
    users.command('show').description('show a person').argument('<user>', `${who}, or "me"`),
    async (call) => call.print.one(await call.api.get(await pathOf(call))),
    userFields,
  );
  const membership = users.command('membership').description('show what you belong to: the organization, its first owner, and your role');
  cli.onServer(membership, async ({ api, print }) => print.one(await api.get('/v1/users/me/membership')), membershipFields);
  const footprint = users.command('footprint').description('show what is left to take away of a person, and whose credentials they know');
  cli.onServer(
    footprint.argument('<user>', who),
    async (call) => call.print.one(await call.api.get(`${await pathOf(call)}/footprint`)),
    footprintFields,
  );
  createCommand(users, cli);
  act(users, cli, 'disable', 'suspend every credential of a person at once');
  act(users, cli, 'enable', 'end the suspension of a person');
  act(users, cli, 'revoke-tokens', 'revoke every credential that a person was issued until now, sessions included');
  eraseCommand(users, cli);
  setPasswordCommand(users, cli);
  const role = users.command('role').description('change what a person may do');
  role.argument('<user>', who).addArgument(role.createArgument('<role>').choices(roles));
  cli.onServer(role, async (call) => call.print.one(await call.api.put(`${await pathOf(call)}/role`, { role: call.args[1] })));
  resetCommands(users, cli);
  return users;
}

function listCommand(users: Command, cli: CommandLine): void {
  const list = users.command('list').description('list people, and service accounts where they are asked for; oldest first');
  list.addOption(new Option('--kind <kind>', 'people, service accounts, or both').choices(['user', 'service-account', 'all']));
  list.addOption(new Option('--role <role>', 'only those of a role').choices(roles));
  list.addOption(new Option('--state <state>', 'as they stand now').choices(['active', 'disabled', 'erased']));
  list.option('--last-seen-before <time>', 'seen, but not since: -90d is 90 days ago, or ISO 8601', momentAgo);
  list.option('--search <text>', 'part of the name or of the address');
  withCsv(list).addOption(sortOption('createdAt', 'lastSeenAt'));
  const act = async (call: ServerCall) => {
    const { kind, role, state, lastSeenBefore, search: q, sort } = call.options;
    const query = queryOf({ kind, role, state, lastSeenBefore, q, sort });
    if (await printedAsCsv(call, '/v1/users', query)) return;
    const items = await call.api.all('/v1/users', query);
    const isMixed = kind !== undefined && kind !== 'user';
    call.print.list(items, isMixed ? ['kind', 'name', ...columns] : columns);
  };
  cli.onServer(list, act, principalFields);
}

const pathOf = async ({ api, args }: ServerCall) => `/v1/users/${segment(await idOfUser(api, args[0]))}`;

function act(users: Command, cli: CommandLine, name: string, description: string): void {
  cli.onServer(users.command(name).description(description).argument('<user>', who), async (call) =>
    call.print.one(await call.api.post(`${await pathOf(call)}/${name}`)),
  );
}

function resetCommands(users: Command, cli: CommandLine): void {
  const reset = users.command('password-reset').description('make a one-time link with which a person sets a new password within the hour');
  cli.onServer(reset.argument('<user>', who), async (call) => {
    const answer: Body = await call.api.post(`${await pathOf(call)}/password-reset`);
    call.print.secret(answer.link, answer, `Give this link to its person alone. It works once, until ${answer.expiresAt}.`);
  });
  const list = users.command('password-resets').description('list the reset links that were made for a person, and who asked for them');
  cli.onServer(
    list.argument('<user>', who),
    async (call) =>
      call.print.list(await call.api.all(`${await pathOf(call)}/password-resets`), [
        'createdAt',
        'expiresAt',
        'state',
        'requestedBy',
        'id',
      ]),
    passwordResetFields,
  );
  const revoke = users.command('revoke-password-reset').description('revoke a reset link, so that no password can be set with it');
  cli.onServer(revoke.argument('<user>', who).argument('<reset>', 'id of the link'), async (call) => {
    await call.api.delete(`${await pathOf(call)}/password-resets/${segment(call.args[1])}`);
    call.print.done('Revoked the reset link.', { id: call.args[1], revoked: true });
  });
}

function createCommand(users: Command, cli: CommandLine): void {
  const create = users.command('create').description('register a person').argument('<e-mail>', 'the address to sign in with');
  create.addOption(new Option('--role <role>', 'what the person may do').choices(roles).makeOptionMandatory());
  create.option('--first-name <name>', 'first name').option('--last-name <name>', 'last name');
  create.option('--with-password', 'ask for a first password; otherwise the person sets one by a reset link');
  create.option('--new-password-stdin', 'read the first password from a line of standard input');
  cli.onServer(create, async ({ api, args, options, secrets, print }) => {
    const { role, withPassword, newPasswordStdin, url, tokenStdin, passwordStdin, json, ...names } = options;
    const register = async (password?: string) => api.post('/v1/users', { email: args[0], role, ...names, ...(password && { password }) });
    if (newPasswordStdin) return print.one(await register(await secrets.nextLine('the first password')));
    if (!withPassword) return print.one(await register());
    return print.one(await register(await secrets.askTwice(`First password of ${args[0]}`, 'Use --new-password-stdin.')));
  });
}

function eraseCommand(users: Command, cli: CommandLine): void {
  const erase = users.command('erase').description('make all personal data of a disabled person unreadable, for ever');
  erase.argument('<user>', who).option('--yes', 'do not ask for confirmation');
  cli.onServer(erase, async (call) => {
    await call.secrets.agree(`This makes all personal data of ${call.args[0]} unreadable, and cannot be undone.`, call.options.yes);
    call.print.one(await call.api.post(`${await pathOf(call)}/erase`));
  });
}

/** The way back in after the last owner's password was lost: it requires the data directory and the keys, and no credential. */
function setPasswordCommand(users: Command, cli: CommandLine): void {
  const set = users
    .command('set-password')
    .description("set a person's password in a data directory that no server uses; their sessions end");
  set.argument('<e-mail>', 'the address to sign in with').option('--password-stdin', 'read the new password from a line of standard input');
  cli.onDirectory(set, async ({ args: [email], options, secrets, terminal, print }) => {
    const config = await directoryConfig(options, terminal);
    const password = options.passwordStdin
      ? await secrets.nextLine('the new password')
      : await secrets.askTwice(`New password of ${email}`, 'Use --password-stdin.');
    const { setPassword } = await import('../offline/set-password.js');
    const { userId, status } = await setPassword(config, email, password);
    if (status !== 'enabled') print.say(`${email} is ${status}: somebody who administers the organization must enable them first.`);
    print.done(`Set the password of ${email}; every session of theirs has ended.`, { userId, email, status });
  });
}
