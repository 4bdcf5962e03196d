import { Argument, type Command } from 'commander';
import type { CommandLine } from '../command-line.js';

const shells = ['bash', 'zsh', 'fish'] as const;

export function completionCommand(program: Command, cli: CommandLine): void {
  const completion = program.command('completion').description('print the completion of a shell: commands, options and their values');
  completion.addArgument(new Argument('<shell>', 'the shell that is to load it').choices(shells));
  completion.addHelpText('after', '\nFor bash: source <(keyledger completion bash)');
  completion.action(async () => {
    const { eventTypes } = await import('#domain/events');
    const { commandTable } = await import('../completion/command-table.js');
    const table = commandTable(program, { '--type <type...>': Object.keys(eventTypes) });
    const scripts = {
      bash: async () => (await import('../completion/bash.js')).bashCompletion(table),
      zsh: async () => (await import('../completion/zsh.js')).zshCompletion(table),
      fish: async () => (await import('../completion/fish.js')).fishCompletion(table),
    };
    cli.terminal.output.write(await scripts[completion.args[0] as (typeof shells)[number]]());
  });
}
