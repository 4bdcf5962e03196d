import type { Command } from 'commander';

/** The command that the first arguments lead to, and how many of them do. */
export function commandAt(program: Command, args: readonly string[]): { readonly command: Command; readonly words: number } {
  let command = program;
  let words = 0;
  for (; words < args.length; words += 1) {
    const inner = command.commands.find((each) => each.name() === args[words]);
    if (inner === undefined) break;
    command = inner;
  }
  return { command, words };
}

/** Returns the arguments without a wish for help with a command that does not exist, so that they are refused for it. */
export function withoutHelpOnNothing(program: Command, args: readonly string[]): readonly string[] {
  const { command, words } = commandAt(program, args);
  const isUnknown = command.commands.length > 0 && command.registeredArguments.length === 0 && /^[^-]/.test(args[words] ?? '');
  return isUnknown ? args.filter((arg) => arg !== '--help' && arg !== '-h') : args;
}
