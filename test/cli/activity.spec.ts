import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { csvRow } from '#api/edge/http/csv';
import { Client } from '../support/client.js';
import { signedInOwner } from './signed-in.js';

describe('keyledger activity', () => {
  const { owner, server } = signedInOwner();

  const list = (...args: string[]) => owner().json(['activity', 'list', ...args]);
  const inHome = (name: string) => join(owner().home, name);
  const types = (entries: { type: string }[]) => entries.map(({ type }) => type);

  it('lists the newest first, as many as are wanted, by type, actor, subject and time', async () => {
    const person = await owner().json(['users', 'create', 'seen@example.org', '--role', 'manager']);
    await owner().does(['users', 'disable', person.id]);
    expect(types(await list('--limit', '2', '--subject', 'seen@example.org'))).toContain('UserDisabled');
    expect(types(await list('--type', 'UserDisabled'))).toEqual(['UserDisabled']);
    expect((await list('--actor', server().ownerEmail, '--limit', '1'))[0].actor.kind).toBe('user');
    expect(await list('--to', '2001-01-01')).toEqual([]);
    const several = await list('--type', 'UserDisabled', 'UserRegistered', '--search', 'SEEN@example');
    expect(types(several)).toEqual(['UserDisabled', 'UserRegistered']);
    expect(types(await list('--request', several[0].requestId, '--type', 'UserDisabled'))).toEqual(['UserDisabled']);
    expect(await list('--limit', '3')).toHaveLength(3);
    expect((await owner().run(['activity', 'list', '--limit', 'many'])).code).toBe(2);
    expect((await owner().does(['activity', 'list', '--limit', '1'])).split('\n')[0]).toMatch(/^OCCURRED AT +TYPE +ACTOR/);
  });

  it('replays the stored envelopes, and only what came after a position', async () => {
    const envelopes = (await owner().does(['activity', 'replay']))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(types(envelopes)).toEqual(expect.arrayContaining(['UserRegistered', 'OrganizationCreated']));
    expect(envelopes[0].revision).toBe(0);
    // The last is the record of the replay itself, and anyone who asks for nothing but such records is given none.
    const after = envelopes.at(-3).position;
    const rest = (await owner().does(['activity', 'replay', '--after', after, '--opened'])).trim().split('\n');
    expect(JSON.parse(rest[0]).id).toBe(envelopes.at(-2).id);
    expect(JSON.parse(rest[0])).toHaveProperty('opened');
    expect((await owner().run(['activity', 'replay', '--after', 'nowhere'])).code).toBe(2);
  });

  it('exports every page once, in a file for its owner alone, as NDJSON and as CSV, and the export is recorded once', async () => {
    const client = await Client.signIn(server());
    for (let i = 0; i < 150; i += 1) await client.register(`person-${i}@example.org`);
    const before = await list('--type', 'ActivityExported');
    await owner().does(['activity', 'export', '--output', inHome('all.ndjson')]);
    await owner().does(['activity', 'export', '--output', inHome('all.csv'), '--format', 'csv']);
    expect(await list('--type', 'ActivityExported')).toHaveLength(before.length + 2);
    const ndjson = (await readFile(inHome('all.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ndjson.length).toBeGreaterThan(450);
    expect(new Set(ndjson.map(({ id }) => id)).size).toBe(ndjson.length);
    const csv = (await readFile(inHome('all.csv'), 'utf8')).split('\r\n');
    expect(csv[0]).toBe('position,occurredAt,type,stream,actorKind,actorId,credentialId,requestId,id,details,actorName,names');
    // The second export has the record of itself and the sign-ins in between on top, and a line that ends the file.
    expect(
      csv
        .slice(1, -1)
        .map((row) => row.split(',')[8].slice(0, 36))
        .filter((id) => ndjson.some((entry) => entry.id === id)),
    ).toHaveLength(ndjson.length);
    for (const name of ['all.csv', 'all.ndjson']) expect(((await stat(inHome(name))).mode & 0o777).toString(8)).toBe('600');
  });

  it('exports what a filter leaves, to standard output', async () => {
    const { output, errors } = await owner().run(['activity', 'export', '--type', 'UserDisabled']);
    expect(
      types(
        output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    ).toEqual(['UserDisabled']);
    expect(errors).toBe('Wrote 1 entries.\n');
  });

  it('never writes over a file, and leaves none that is not whole', async () => {
    await writeFile(inHome('there.csv'), 'mine');
    expect((await owner().run(['activity', 'export', '--output', inHome('there.csv')])).code).toBe(1);
    expect(await readFile(inHome('there.csv'), 'utf8')).toBe('mine');
    expect((await owner().run(['activity', 'export', '--output', inHome('half.csv'), '--url', 'http://127.0.0.1:9'])).code).toBe(3);
    expect(await readdir(owner().home)).not.toContain('half.csv');
  });

  it('leaves no file either when somebody interrupts the export', async () => {
    const slow = createServer((request, answer) => {
      // The second page never comes.
      if (!request.url?.includes('cursor')) answer.end(JSON.stringify({ items: [], nextCursor: 'next' }));
    }).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const child = owner().begin(['activity', 'export', '--format', 'csv', '--output', 'cut.csv', '--url', url]);
    // Interrupted as soon as there is a file.
    while (!existsSync(inHome('cut.csv'))) await setImmediate();
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
    expect(await readdir(owner().home)).not.toContain('cut.csv');
    slow.close();
    slow.closeAllConnections();
  });

  it('ends with 3 where the server ends what is followed', async () => {
    const stopping = createServer((_, answer) => answer.end('{"position":"a:1"}\n')).listen(0, '127.0.0.1');
    await once(stopping, 'listening');
    const url = `http://127.0.0.1:${(stopping.address() as AddressInfo).port}`;
    const { code, output, errors } = await owner().run(['activity', 'replay', '--follow', '--url', url]);
    expect({ code, output, errors }).toEqual({ code: 3, output: '{"position":"a:1"}\n', errors: expect.stringContaining('--after') });
    expect((await owner().run(['activity', 'replay', '--url', url])).code).toBe(0);
    stopping.close();
  });

  it('does not print CSV where JSON was asked for', async () => {
    const { code, output, errors } = await owner().run(['activity', 'export', '--format', 'csv', '--json']);
    expect({ code, output, error: JSON.parse(errors).error.exit }).toEqual({ code: 2, output: '', error: 2 });
    expect(await owner().json(['activity', 'export', '--format', 'csv', '--output', inHome('told.csv')])).toMatchObject({
      output: inHome('told.csv'),
    });
  });
});

describe('A row of CSV', () => {
  it('quotes what RFC 4180 wants quoted, and ends with CRLF', () => {
    expect(csvRow(['plain', 'a,b', 'say "no"', 'two\r\nlines', null, undefined, 7, true])).toBe(
      'plain,"a,b","say ""no""","two\r\nlines",,,7,true\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '=HYPERLINK("http://x")'])('makes no formula of %j', (text) => {
    expect(csvRow([text]).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves numbers and harmless text as they are', () => {
    expect(csvRow([-1, 'a=b', '1-2', "'quoted'"])).toBe("-1,a=b,1-2,'quoted'\r\n");
  });
});
