import type { Command, Option } from 'commander';
import { knownFields } from '../fields.js';

/** What a shell needs to know of a command to complete what is typed behind it. */
export interface CompletedCommand {
  /** The words that lead there, with blanks between them; none of the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  /** The values of its arguments, where they are fixed. */
  readonly choices: readonly string[];
}

export interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  /** What stands behind it. `fields` are values with commas between them. */
  readonly takes: 'nothing' | 'text' | 'values' | 'fields' | 'file' | 'directory';
  readonly values: readonly string[];
}

/**
 * The table of commands as a shell sees it; `valuesOf` says the values of options that the program does not check, by their flags.
 * `help` is left out, so that what follows it is completed as if it were not there.
 */
export function commandTable(program: Command, valuesOf: Readonly<Record<string, readonly string[]>>): readonly CompletedCommand[] {
  const of = (command: Command, path: readonly string[]): CompletedCommand[] => [
    {
      path: path.join(' '),
      commands: command.commands.map((inner) => ({ name: inner.name(), description: inner.description() })),
      options: [...optionsOf(command, valuesOf), help],
      choices: [...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])],
    },
    ...command.commands.filter((inner) => inner.name() !== 'help').flatMap((inner) => of(inner, [...path, inner.name()])),
  ];
  return of(program, []);
}

const help: CompletedOption = { flag: '--help', description: 'display help for command', takes: 'nothing', values: [] };

const optionsOf = (command: Command, valuesOf: Readonly<Record<string, readonly string[]>>): CompletedOption[] =>
  command.options.map((option) => {
    const { long, description, argChoices, flags } = option;
    const fields = long === '--json' ? knownFields(command) : [];
    const values = argChoices ?? valuesOf[flags] ?? fields;
    return { flag: String(long), description, takes: takenBy(option, values, fields), values };
  });

function takenBy({ flags, required }: Option, values: readonly string[], fields: readonly string[]): CompletedOption['takes'] {
  if (fields.length > 0) return 'fields';
  if (!required) return 'nothing';
  if (values.length > 0) return 'values';
  if (flags.endsWith('<directory>')) return 'directory';
  return flags.endsWith('<file>') ? 'file' : 'text';
}
