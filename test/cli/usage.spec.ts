import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '#cli/program';
import { runPiped } from '../support/run-piped.js';

/** Nothing listens there: a command that got as far as asking ends with 3. */
const environment = { KEYLEDGER_URL: 'http://127.0.0.1:9', KEYLEDGER_DATA_DIR: '/nowhere', HOME: '/nowhere' };

const stream = new PassThrough();
const { program } = createProgram({ input: stream, output: stream, errors: stream, environment: {} });
const below = (command: Command, path: string[] = []): { command: Command; path: string[] }[] =>
  command.commands.flatMap((each) => [{ command: each, path: [...path, each.name()] }, ...below(each, [...path, each.name()])]);
const all = below(program);
const commands = all.filter(({ command }) => command.commands.length === 0 || command.name() === 'backup');
const groups = all.filter(({ command }) => command.commands.length > 0 && command.name() !== 'backup');
const operandsOf = ({ registeredArguments }: Command) => registeredArguments.filter(({ required }) => required).map(() => 'x');
const mandatoryOf = ({ options }: Command) =>
  options
    .filter(({ mandatory }) => mandatory)
    .flatMap(({ long, flags, argChoices }) => [String(long), argChoices?.[0] ?? (flags.includes('<duration>') ? '1d' : '1')]);

describe('A command line that cannot be used ends with 2, and asks nobody anything:', () => {
  const refused = async (args: readonly string[]) => {
    const { code, output, errors } = await runPiped(args, environment);
    expect({ args, code, output }).toEqual({ args, code: 2, output: '' });
    const asJson = await runPiped([...args, '--json'], environment);
    expect({ args, code: asJson.code, exit: JSON.parse(asJson.errors).error.exit }).toEqual({ args, code: 2, exit: 2 });
    return errors;
  };

  it.each(all)('an option that nobody knows, of $path', async ({ path, command }) => {
    expect(await refused([...path, ...mandatoryOf(command), '--nonsense'])).toContain("unknown option '--nonsense'");
  });

  it.each(groups)('a group of commands without one, and with one that nobody knows: $path', async ({ path }) => {
    expect((await runPiped(path, environment)).code).toBe(2);
    expect(await refused([...path, 'nonsense'])).toContain("unknown command 'nonsense'");
  });

  it.each(commands)('more arguments than it takes, of $path', async ({ path, command }) => {
    const isOpen = command.registeredArguments.some(({ variadic }) => variadic);
    const operands = command.registeredArguments.map(() => 'x');
    if (!isOpen) await refused([...path, ...operands, 'more', ...mandatoryOf(command)]);
  });

  it.each(commands)('fewer arguments than it needs, of $path', async ({ path, command }) => {
    if (operandsOf(command).length > 0) expect(await refused([...path, ...mandatoryOf(command)])).toContain('missing required argument');
    if (mandatoryOf(command).length > 0) expect(await refused([...path, ...operandsOf(command)])).toContain('not specified');
  });

  const options = commands.flatMap(({ path, command }) => command.options.map((option) => ({ path, command, option })));
  it.each(options.filter(({ option }) => option.required))('an empty value of $option.long of $path', async ({ option, path, command }) => {
    await refused([...path, ...operandsOf(command), ...mandatoryOf(command), `${option.long}=`]);
  });

  it.each(options.filter(({ option }) => option.argChoices))(
    'a value of $option.long of $path that it does not have',
    async ({ option, path, command }) => {
      const errors = await refused([...path, ...operandsOf(command), ...mandatoryOf(command), `${option.long}=nonsense`]);
      for (const choice of option.argChoices ?? []) expect(errors).toContain(choice);
    },
  );

  it.each(options.filter(({ option }) => /<(time|duration|number)>/.test(option.flags)))(
    'no time or number as $option.long of $path',
    async (each) => {
      const { option, path, command } = each;
      await refused([...path, ...operandsOf(command), ...mandatoryOf(command), `${option.long}=soon`]);
    },
  );
});

describe('Help that was asked for ends with 0,', () => {
  it.each(all.map(({ path }) => path.join(' ')))('%s --help', async (path) => {
    const { code, output, errors } = await runPiped([...path.split(' '), '--help'], environment);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain(`Usage: keyledger ${path}`);
  });
});
