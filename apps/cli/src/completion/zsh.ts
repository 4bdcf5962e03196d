import type { CompletedCommand, CompletedOption } from './command-table.js';

/** The completion of zsh, without any other program: the whole table stands in it. */
export function zshCompletion(table: readonly CompletedCommand[]): string {
  return `#compdef keyledger
# Completion of keyledger for zsh. Load it after compinit with: source <(keyledger completion zsh)
_keyledger() {
  local at='' i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    case "$at $words[i]" in
      (${table
        .filter(({ path }) => path !== '')
        .map(({ path }) => `' ${path}'`)
        .join('|')}) at="$at $words[i]" ;;
    esac
  done
  case "$at $words[CURRENT-1]" in
${table.flatMap(({ path, options }) => options.flatMap((option) => valuesCase(path, option))).join('\n')}
  esac
  case "$at" in
${table.map(wordsCase).join('\n')}
  esac
  if [[ $words[CURRENT] != -* && \${#commands} -gt 0 ]]; then _describe command commands; else _describe option options; fi
}
compdef _keyledger keyledger
`;
}

const at = (path: string) => (path === '' ? '' : ` ${path}`);
/** A text in single quotes. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** A word and what it does; a colon would end the word. */
const described = (word: string, description: string) => quoted(`${word.replaceAll(':', '\\:')}:${description}`);

function valuesCase(path: string, { flag, takes, values }: CompletedOption): string[] {
  const words = values.map(quoted).join(' ');
  const reply = {
    nothing: null,
    text: '_message value',
    values: `compadd -- ${words}`,
    // The last of several is completed, with the ones before it as they are.
    fields: `compset -P '*,'; compadd -S '' -- ${words}`,
    file: '_files',
    directory: '_files -/',
  }[takes];
  return reply === null ? [] : [`    (${quoted(`${at(path)} ${flag}`)}) ${reply}; return ;;`];
}

function wordsCase({ path, commands, choices, options }: CompletedCommand): string {
  const words = [...commands.map(({ name, description }) => described(name, description)), ...choices.map(quoted)].join(' ');
  const flags = options.map(({ flag, description }) => described(flag, description)).join(' ');
  return `    (${quoted(at(path))}) commands=(${words}) options=(${flags}) ;;`;
}
