import { PassThrough } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { knownFields } from '#cli/fields';
import { createProgram } from '#cli/program';
import { runPiped } from '../support/run-piped.js';
import { signedInOwner } from './signed-in.js';

const stream = new PassThrough();
const { program } = createProgram({ input: stream, output: stream, errors: stream, environment: {} });
const below = (command: Command, path: readonly string[]): { path: readonly string[]; fields: readonly string[] }[] => [
  { path, fields: knownFields(command) },
  ...command.commands.flatMap((inner) => below(inner, [...path, inner.name()])),
];
const reading = below(program, []).filter(({ fields }) => fields.length > 0);

describe('--json with fields', () => {
  const { owner, server } = signedInOwner();
  beforeAll(async () => {
    await owner().does(['tokens', 'issue', '--name', 'laptop']);
    await owner().does(['api-keys', 'create', 'nightly', '--role', 'manager', '--validity', '1d']);
    await owner().does(['verifiers', 'create', 'gateway']);
    await owner().does(['service-accounts', 'request-allowance', 'two pipelines']);
    await owner().does(['service-accounts', 'create', 'robot', '--role', 'manager']);
    await owner().does(['users', 'create', 'new@example.org', '--role', 'manager']);
    await owner().does(['users', 'password-reset', 'new@example.org']);
  });

  const operands: Readonly<Record<string, string>> = {
    'tokens show': 'laptop',
    'api-keys show': 'nightly',
    'users show': 'me',
    'users footprint': 'me',
    'users password-resets': 'new@example.org',
  };
  const argsOf = (path: readonly string[]) => [...path, ...[operands[path.join(' ')] ?? []].flat()];
  const asked = async (args: readonly string[]) => {
    const { code, output, errors } = await runPiped(args, { HOME: owner().home, KEYLEDGER_URL: server().url });
    expect({ args, code, errors }).toEqual({ args, code: 0, errors: '' });
    return [JSON.parse(output)].flat();
  };

  it.each(reading)(
    'of $path knows what the server answers, all of it, and prints what is chosen in the order in which it is',
    async (of) => {
      const { path, fields } = of;
      const args = argsOf(path);
      const everything = await asked([...args, '--json']);
      expect(new Set(everything.flatMap((row) => Object.keys(row)))).toEqual(new Set(fields));
      const chosen = [fields.at(-1), fields[0]];
      for (const form of [[`--json=${chosen}`], ['--json', String(chosen)]]) {
        const some = await asked([...args, ...form]);
        expect(some.map((row) => Object.keys(row))).toEqual(everything.map(() => chosen));
      }
    },
  );

  it.each(reading)('of $path refuses a field that there is none of, and lists those that there are', async ({ path, fields }) => {
    const { code, output, errors } = await runPiped([...argsOf(path), '--json=id,nonsense'], { KEYLEDGER_URL: 'http://127.0.0.1:9' });
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(JSON.parse(errors).error.message).toContain(`The fields are: ${fields.join(',')}.`);
  });

  it('refuses none at all', async () =>
    expect((await runPiped(['whoami', '--json='], { KEYLEDGER_URL: 'http://127.0.0.1:9' })).code).toBe(2));

  it('does not take an argument for a field', async () => {
    const [me] = await asked(['users', 'show', 'me', '--json']);
    expect(await asked(['users', 'show', '--json', 'me'])).toEqual([me]);
    expect(await asked(['users', 'show', '--json', 'id', 'me'])).toEqual([{ id: me.id }]);
    expect(await asked(['users', 'show', 'me', '--json', 'id'])).toEqual([{ id: me.id }]);
    const { code } = await runPiped(['tokens', 'revoke', '--json', 'laptop', '--cause', 'unused'], {
      HOME: owner().home,
      KEYLEDGER_URL: server().url,
    });
    expect(code).toBe(0);
  });
});
