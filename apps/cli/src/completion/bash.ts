import type { CompletedCommand, CompletedOption } from './command-table.js';

/** The completion of bash, without any other program: the whole table stands in it. */
export function bashCompletion(table: readonly CompletedCommand[]): string {
  return `# Completion of keyledger for bash. Load it with: source <(keyledger completion bash)
_keyledger() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} at='' words='' head='' i
  # Bash takes --option=value apart at the equals sign.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${table
        .filter(({ path }) => path !== '')
        .map(({ path }) => `' ${path}'`)
        .join(' | ')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $prev" in
${table.flatMap(({ path, options }) => options.flatMap((option) => valuesCase(path, option))).join('\n')}
  esac
  if [[ $cur == -* ]]; then at="$at -"; fi
  case "$at" in
${table.flatMap(wordsCases).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _keyledger keyledger
`;
}

const at = (path: string) => (path === '' ? '' : ` ${path}`);

function valuesCase(path: string, { flag, takes, values }: CompletedOption): string[] {
  const words = values.join(' ');
  const reply = {
    nothing: null,
    text: 'COMPREPLY=()',
    values: `COMPREPLY=($(compgen -W '${words}' -- "$cur"))`,
    // The last of several is completed, with the ones before it as they are.
    fields: `head=\${cur%"\${cur##*,}"} COMPREPLY=($(compgen -P "$head" -W '${words}' -- "\${cur##*,}"))`,
    file: 'COMPREPLY=($(compgen -f -- "$cur"))',
    directory: 'COMPREPLY=($(compgen -d -- "$cur"))',
  }[takes];
  return reply === null ? [] : [`    '${at(path)} ${flag}') ${reply}; return ;;`];
}

/** Options are offered behind a dash, and where nothing else can follow. */
function wordsCases({ path, commands, choices, options }: CompletedCommand): string[] {
  const flags = options.map(({ flag }) => flag).join(' ');
  const words = [...commands.map(({ name }) => name), ...choices].join(' ');
  return [`    '${at(path)} -') words='${flags}' ;;`, `    '${at(path)}') words='${words || flags}' ;;`];
}
