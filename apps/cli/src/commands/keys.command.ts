import type { Command } from 'commander';
import type { CommandLine } from '../command-line.js';
import { directoryConfig } from '../offline/offline-directory.js';
import { segment } from '../remote/named-user.js';
import { signingKeyFields } from './view-fields.js';

export function keysCommand(program: Command, cli: CommandLine): Command {
  const keys = program.command('keys').description('the signing keys of the installation, for owners of its first organization');
  cli.onServer(
    keys.command('list').description('list the signing keys, oldest first'),
    async ({ api, print }) => print.list((await api.get('/v1/signing-keys')).items, ['kid', 'status']),
    signingKeyFields,
  );
  const rotate = keys.command('rotate').description('publish the next key; it signs ten minutes later, when every verifier has seen it');
  cli.onServer(rotate, async ({ api, print }) => print.one(await api.post('/v1/signing-keys/rotate')));
  const retire = keys.command('retire').description('refuse everything that a key signed, from now on');
  cli.onServer(
    retire
      .argument('<kid>', 'as `keys list` prints it; put -- before one that begins with a dash')
      .option('--yes', 'do not ask for confirmation'),
    async ({ api, args, options, secrets, print }) => {
      await secrets.agree('Every personal access token that this key signed must be created anew.', options.yes);
      await api.post(`/v1/signing-keys/${segment(args[0])}/retire`);
      print.done(`Retired ${args[0]}.`, { kid: args[0], status: 'retired' });
    },
  );
  const exported = keys.command('export').description('print the public keys, as a JSON Web Key Set (RFC 7517)');
  cli.onServer(exported, async ({ api, print }) => print.write(`${JSON.stringify(await api.get('/.well-known/jwks.json'), null, 2)}\n`));
  const mark = keys.command('mark').description('verify the whole log, and write a new mark beside the keys: once, after an upgrade');
  cli.onDirectory(mark, async ({ options, terminal, print }) => {
    const { markLog } = await import('../offline/mark-log.js');
    const { position } = await markLog(await directoryConfig(options, terminal));
    print.done(`The log was verified up to position ${position}, and is marked from now on.`, { position });
  });
  return keys;
}
