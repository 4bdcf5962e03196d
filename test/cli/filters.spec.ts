import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '#cli/program';
import { runningApp } from '../support/running-app.js';

const stream = new PassThrough();
const { program } = createProgram({ input: stream, output: stream, errors: stream, environment: {} });

/** The command that lists what a route lists; routes that have no filter need none. */
const commands: Readonly<Record<string, string>> = {
  '/v1/activity': 'activity list',
  '/v1/api-keys': 'api-keys list',
  '/v1/service-accounts': 'service-accounts list',
  '/v1/service-accounts/allowance-requests': 'service-accounts allowance-requests',
  '/v1/tokens': 'tokens list',
  '/v1/users': 'users list',
};
/** What all API keys have in common. */
const ofEveryKey = ['kind', 'ownerKind'];
/** What the command line does by itself. */
const ofPages = ['cursor', 'limit', 'expand', 'export', 'format'];
const flags: Readonly<Record<string, string>> = { ownerId: '--owner', q: '--search', scope: '--all', requestId: '--request' };
/** Of the activity log everything is listed, unless one's own is asked for; of other lists it is the other way round. */
const flagOf = (name: string, path: string) => (path === '/v1/activity' && name === 'scope' ? '--own' : flagFor(name));
const flagFor = (name: string) => flags[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
/** Whose values the command line takes as something else: as a name without a value, or as one of very many that the server knows. */
const unlisted = ['neverUsed', 'scope', 'type'];

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly enum?: readonly string[] };
}

describe('The filters of lists', () => {
  const app = runningApp();

  it('are options of the command that lists, for every list that has any, with the same values', async () => {
    const { paths } = (await app().request('GET', '/openapi.json')).body;
    const lists = Object.entries(paths as Record<string, { get?: { parameters?: Parameter[] } }>).flatMap(([path, { get }]) => {
      const parameters = (get?.parameters ?? []).filter((each) => each.in === 'query');
      const filters = parameters.filter(({ name }) => !ofPages.includes(name));
      return parameters.some(({ name }) => name === 'cursor') && filters.length > 0 ? [{ path, filters }] : [];
    });
    expect(lists.map(({ path }) => path).sort()).toEqual(Object.keys(commands).sort());
    for (const { path, filters } of lists) {
      const command = commands[path].split(' ').reduce((at, word) => at.commands.find((each) => each.name() === word) as Command, program);
      for (const { name, schema } of filters) {
        if (path === '/v1/api-keys' && ofEveryKey.includes(name)) continue;
        const option = command.options.find(({ long }) => long === flagOf(name, path));
        expect([path, name, option?.long]).toEqual([path, name, flagOf(name, path)]);
        if (schema.enum === undefined || unlisted.includes(name)) continue;
        const values = schema.enum.filter((value) => !/^-?id$/.test(value));
        expect([path, name, option?.argChoices]).toEqual([path, name, expect.arrayContaining(values)]);
        expect([path, name, option?.argChoices?.length]).toEqual([path, name, values.length]);
      }
    }
  });
});
