import type { CompletedCommand, CompletedOption } from './command-table.js';

/** The completion of fish, without any other program: the whole table stands in it. */
export function fishCompletion(table: readonly CompletedCommand[]): string {
  const paths = table.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `# Completion of keyledger for fish. Load it with: keyledger completion fish | source
function __keyledger_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$at $word")
    contains -- $next ${paths.join(' ')}; and set at $next
  end
  test "$at" = "$argv"
end
complete -c keyledger -e
complete -c keyledger -f
${table.flatMap(linesOf).join('\n')}
`;
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;

function linesOf({ path, commands, choices, options }: CompletedCommand): string[] {
  const here = `complete -c keyledger -n ${quoted(`__keyledger_at ${path}`.trim())}`;
  return [
    ...commands.map(({ name, description }) => `${here} -a ${quoted(name)} -d ${quoted(description)}`),
    ...choices.map((choice) => `${here} -a ${quoted(choice)}`),
    ...options.map((option) => `${here} -l ${option.flag.slice(2)}${argumentOf(option)} -d ${quoted(option.description)}`),
  ];
}

function argumentOf({ takes, values }: CompletedOption): string {
  const words = `-a ${quoted(values.join(' '))}`;
  return {
    nothing: '',
    text: ' -x',
    values: ` -x ${words}`,
    // A value may follow, or none.
    fields: '',
    file: ' -r -F',
    directory: ` -x -a ${quoted('(__fish_complete_directories)')}`,
  }[takes];
}
