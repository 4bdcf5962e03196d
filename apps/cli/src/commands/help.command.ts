import type { Command } from 'commander';
import { commandAt } from '../command-words.js';
import { CliFailure } from '../exit-codes.js';

export function helpCommand(program: Command): void {
  const help = program.command('help').description('say how a command is used, and what its options are');
  help.argument('[command...]', 'its words, as in: keyledger help tokens list');
  help.action(async () => {
    const { command, words } = commandAt(program, help.args);
    if (words === help.args.length) return command.outputHelp();
    const unknown = help.args[words];
    if (command.commands.length === 0) throw new CliFailure('usage', `${command.name()} has no command ${unknown}.`);
    // The command line itself says that there is none, and which one may be meant.
    await program.parseAsync(help.args.slice(0, words + 1), { from: 'user' });
  });
}
