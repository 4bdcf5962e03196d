import type { Command } from 'commander';
import type { CommandLine } from '../command-line.js';
import { idInList, segment } from '../remote/named-user.js';
import { verifierFields } from './view-fields.js';

export function verifiersCommand(program: Command, cli: CommandLine): Command {
  const verifiers = program.command('verifiers').description('programs that may introspect tokens');
  cli.onServer(
    verifiers.command('list').description('list verifiers, oldest first'),
    async ({ api, print }) => print.list(await api.all('/v1/verifiers'), ['name', 'createdAt', 'id']),
    verifierFields,
  );
  const create = verifiers.command('create').description('create a verifier, and show its credential once').argument('<name>');
  cli.onServer(create, async ({ api, args, print }) => {
    const answer = await api.post('/v1/verifiers', { name: args[0] });
    print.secret(
      answer.credential,
      answer,
      `The credential of the verifier ${answer.verifier.id} follows. Keep it: it cannot be shown again.`,
    );
  });
  const remove = verifiers.command('delete').description('delete a verifier; its credential is refused at once and for ever');
  cli.onServer(remove.argument('<verifier>', 'id or name'), async ({ api, args, print }) => {
    const id = await idInList(api, '/v1/verifiers', args[0], 'verifier');
    await api.delete(`/v1/verifiers/${segment(id)}`);
    print.done(`Deleted ${args[0]}.`, { deleted: args[0] });
  });
  return verifiers;
}
