import { beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { signedInOwner } from './signed-in.js';

const lists = [
  [['tokens', 'list', '--all'], '/v1/tokens?scope=organization'],
  [['users', 'list', '--kind', 'all'], '/v1/users?kind=all'],
  [['service-accounts', 'list'], '/v1/service-accounts?'],
  [['api-keys', 'list', '--all'], '/v1/api-keys?scope=organization'],
] as const;

/** The last use of the session that asks is another one with each request. */
const withoutTimes = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'at');

describe('A list with --format csv', () => {
  const { owner, server } = signedInOwner();
  let client: Client;
  beforeAll(async () => {
    client = await Client.signIn(server());
    await client.request('POST', '/v1/service-accounts', { name: '=robot()', role: 'manager' });
    for (let n = 0; n < 3; n += 1)
      await client.request('POST', '/v1/api-keys', { name: `key ${n}`, role: 'annotator', validitySeconds: 60 });
  });

  it.each(lists)('of %j is what the server answers as CSV at %s', async (args, path) => {
    const answer = await fetch(`${server().url}${path}&format=csv&limit=200`, { headers: { cookie: client.cookie } });
    const rows = await answer.text();
    expect(rows.split('\r\n').length).toBeGreaterThan(2);
    expect(withoutTimes(await owner().does([...args, '--format', 'csv']))).toBe(withoutTimes(rows));
  });

  it('has every page, and the names once', async () => {
    for (let n = 0; n < 205; n += 1) await client.register(`person-${n}@example.org`);
    const csv = await owner().does(['users', 'list', '--sort', 'createdAt', '--format', 'csv']);
    const [names, ...people] = csv.trimEnd().split('\r\n');
    expect(names.split(',')).toEqual(expect.arrayContaining(['id', 'email', 'role']));
    expect([people.length, new Set(people).size, people.includes(names)]).toEqual([206, 206, false]);
  });

  it('takes the filters of the list, and has the row of names where nothing matches', async () => {
    const csv = await owner().does(['api-keys', 'list', '--state', 'revoked', '--format', 'csv']);
    expect(csv).toMatch(/^id,name,role,[^\r\n]*\r\n$/);
  });

  it('is a table without it, and is not printed where JSON was asked for', async () => {
    const table = await owner().does(['users', 'list', '--format', 'table']);
    expect(withoutTimes(table)).toBe(withoutTimes(await owner().does(['users', 'list'])));
    for (const [args] of lists) expect((await owner().run([...args, '--format', 'csv', '--json'])).code).toBe(2);
    expect((await owner().run(['users', 'list', '--format', 'xml'])).code).toBe(2);
  });
});
