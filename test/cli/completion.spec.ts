import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { commandTable } from '#cli/completion/command-table';
import { createProgram } from '#cli/program';
import { roles } from '#domain/role';
import { integration } from '../support/integration.js';
import { runPiped } from '../support/run-piped.js';

const exec = promisify(execFile);
const stream = new PassThrough();
const { program } = createProgram({ input: stream, output: stream, errors: stream, environment: {} });
const leaves = (command: Command): Command[] => (command.commands.length === 0 ? [command] : command.commands.flatMap(leaves));

describe('The table that completions are made from', () => {
  const table = commandTable(program, {});

  it('has every command, every option and every fixed value', () => {
    expect(table.length).toBeGreaterThan(leaves(program).length);
    for (const { path, commands, options, choices } of table) {
      let command = program;
      for (const word of path.split(' ').filter(Boolean)) command = command.commands.find((each) => each.name() === word) as Command;
      expect(commands.map(({ name }) => name)).toEqual(command.commands.map((inner) => inner.name()));
      expect(options.map(({ flag }) => flag)).toEqual([...command.options.map(({ long }) => long), '--help']);
      for (const { argChoices, long } of command.options) {
        if (argChoices) expect(options.find(({ flag }) => flag === long)).toMatchObject({ takes: 'values', values: argChoices });
      }
      expect(choices).toEqual(command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []));
    }
  });
});

integration('bash', 'Bash completes keyledger', (bash) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyledger-completion-'));
    const { code, output } = await runPiped(['completion', 'bash']);
    expect(code).toBe(0);
    await writeFile(join(folder, 'keyledger.bash'), output);
    await writeFile(join(folder, 'a-file'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What bash offers when the tabulator is pressed behind these words, the last of which may be empty. */
  async function offered(...words: string[]): Promise<string[]> {
    const script = `source ./keyledger.bash
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "$(complete -p keyledger | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await exec(bash, ['--norc', '-c', script, 'bash', 'keyledger', ...words], { cwd: folder });
    return stdout.split('\n').filter(Boolean);
  }

  it('commands, and the ones within them', async () => {
    expect(await offered('to')).toEqual(['tokens']);
    expect(await offered('')).toEqual(expect.arrayContaining(['doctor', 'login', 'whoami', 'completion', 'help']));
    expect(await offered('tokens', 're')).toEqual(expect.arrayContaining(['reveal', 'renew', 'rename', 'revoke']));
    expect(await offered('help', 'tokens', 'li')).toEqual(['list']);
  });

  it('options behind a dash, and where nothing else can follow', async () => {
    expect(await offered('tokens', 'list', '--ow')).toEqual(['--owner', '--owner-kind']);
    expect(await offered('tokens', 'list', '')).toContain('--state');
    expect(await offered('--ver')).toEqual(['--version']);
  });

  it('values, also behind an equals sign, and behind options that came before', async () => {
    expect(await offered('tokens', 'list', '--state', 're')).toEqual(['revoked']);
    expect(await offered('tokens', 'list', '--all', '--state', '=', 'ex')).toEqual(['expired']);
    expect(await offered('tokens', 'list', '--state', '=')).toEqual(['active', 'suspended', 'expired', 'revoked']);
    expect(await offered('activity', 'list', '--type', 'TokenIss')).toEqual(['TokenIssued']);
    expect(await offered('users', 'role', 'a@example.org', '')).toEqual(roles);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('the last of several fields', async () => {
    expect(await offered('tokens', 'list', '--json', 'id,state')).toEqual(['id,state', 'id,stateReason']);
  });

  it('files and folders, and nothing for what it cannot know', async () => {
    expect(await offered('activity', 'export', '--output', 'a-')).toEqual(['a-file']);
    expect(await offered('verify-log', '--data-dir', 'a-')).toEqual([]);
    expect(await offered('tokens', 'list', '--search', '')).toEqual([]);
  });
});

integration('zsh', 'Zsh reads its completion', (zsh) => {
  it('without an error', async () => {
    const { output } = await runPiped(['completion', 'zsh']);
    const { stdout } = await exec(zsh, [
      '-fc',
      `autoload -Uz compinit && compinit -D && eval "$1" && echo $_comps[keyledger]`,
      'zsh',
      output,
    ]);
    expect(stdout).toBe('_keyledger\n');
  });
});

integration('fish', 'Fish completes keyledger', (fish) => {
  it('commands, options and values', async () => {
    const { output } = await runPiped(['completion', 'fish']);
    const offered = async (line: string) =>
      (await exec(fish, ['--no-config', '-c', `${output}\ncomplete -C '${line}'`])).stdout.split('\n').map((each) => each.split('\t')[0]);
    expect(await offered('keyledger tokens li')).toContain('list');
    expect(await offered('keyledger tokens list --state re')).toContain('revoked');
    expect(await offered('keyledger tokens list --own')).toEqual(expect.arrayContaining(['--owner', '--owner-kind']));
  });
});

it('A shell that there is no completion for is refused with those that there are', async () => {
  const { code, errors } = await runPiped(['completion', 'tcsh']);
  expect([code, errors]).toEqual([2, expect.stringContaining('bash, zsh, fish')]);
});
