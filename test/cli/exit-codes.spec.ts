import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { exitCodes } from '#cli/exit-codes';
import { productVersion } from '#installation/version';
import { projectRoot } from '../support/project-files.js';
import { Operator } from './operator.js';
import { signedInOwner } from './signed-in.js';

/** Other systems have no file that is always full. */
const onLinux = process.platform === 'linux' ? it : it.skip;
const program = join(projectRoot, 'dist/apps/cli/src/main.js');

/** Something that answers like no Keyledger server does. */
async function answering(status: number, text: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((_, answer) => answer.writeHead(status, { 'content-type': 'text/html' }).end(text)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  server.closeAllConnections();
}

describe('The exit code', () => {
  const { owner, server } = signedInOwner();

  it('is 0 when it is done, and for help or the version that was asked for', async () => {
    expect((await owner().run(['users', 'list'])).code).toBe(0);
    const { code, output } = await owner().run(['--help']);
    expect(code).toBe(0);
    for (const { number, meaning } of Object.values(exitCodes)) expect(output).toContain(`${number}  ${meaning}`);
    expect(await owner().run(['--version'])).toMatchObject({ code: 0, output: `${productVersion}\n` });
  });

  it('is 1 when the server refuses, with its sentence and its code', async () => {
    const { code, errors } = await owner().run(['users', 'disable', 'me']);
    expect(code).toBe(1);
    expect(errors).toBe('keyledger: At least one owner who can sign in must remain. (organization/last-owner)\n');
  });

  it('is 2 for a command line that cannot be used, and shows what was typed behind an unknown option to nobody', async () => {
    for (const args of [[], ['nonsense'], ['users', 'list', '--nonsense'], ['users', 'show'], ['users', 'create', 'a@example.org']]) {
      expect([args, (await owner().run(args)).code]).toEqual([args, 2]);
    }
    const { code, errors } = await owner().run(['login', '--password=hunter2hunter2']);
    expect(code).toBe(2);
    expect(errors).not.toContain('hunter2');
    expect((await owner().run(['users', 'list', '--url', 'ftp://x'])).code).toBe(2);
  });

  it.each([`kl_sa_${'x'.repeat(36)}`, 'a'.repeat(40), 'eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl', `--token=kl_se_${'x'.repeat(36)}`])(
    'is 2 for the credential %s among the arguments, which is not repeated',
    async (argument) => {
      const { code, errors } = await owner().run(['users', 'show', argument]);
      expect(code).toBe(2);
      expect(errors).toContain('Revoke it');
      expect(errors).not.toContain(argument.split('=').at(-1));
    },
  );

  it('is 2 for an id that would lead to another path', async () => {
    for (const id of ['.', '..']) expect((await owner().run(['tokens', 'revoke', id])).code).toBe(2);
  });

  it('is 2 for what is empty, which must not mean everything or the default', async () => {
    for (const args of [
      ['users', 'show', ''],
      ['tokens', 'list', '--owner', ''],
      ['activity', 'replay', '--after', ''],
      ['verify-log', '--data-dir', ''],
    ]) {
      const { code, output, errors } = await owner().run(args);
      expect([args, code, output]).toEqual([args, 2, '']);
      expect(errors).toContain('empty');
    }
  });

  it('is 3 when nothing answers, or something that cannot answer now', async () => {
    const { code, errors } = await owner().run(['users', 'list', '--url', 'http://127.0.0.1:9']);
    expect(code).toBe(3);
    expect(errors).toContain('http://127.0.0.1:9 cannot be reached');
    await answering(502, '<h1>Bad gateway</h1>', async (url) => {
      const answer = await owner().run(['keys', 'export', '--url', url]);
      expect(answer.code).toBe(3);
      expect(answer.errors).toContain('The server answered 502, and not in the form of Keyledger.');
      expect(answer.errors).not.toContain('<h1>');
    });
  });

  it('is 1 for an answer that is none of Keyledger', async () => {
    await answering(200, '<h1>Welcome</h1>', async (url) => {
      expect((await owner().run(['keys', 'export', '--url', url])).code).toBe(1);
    });
  });

  it('is 4 for anyone who is not signed in, or not allowed', async () => {
    const stranger = await Operator.at(server().url);
    expect((await stranger.run(['users', 'list'])).code).toBe(4);
    await owner().does(['users', 'create', 'small@example.org', '--role', 'annotator']);
    const { output: link } = await owner().run(['users', 'password-reset', 'small@example.org']);
    const body = JSON.stringify({ secret: link.trim().split('#')[1], newPassword: 'a-password-of-some-length' });
    await fetch(`${server().url}/v1/password-resets`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await stranger.signIn({ ownerEmail: 'small@example.org', ownerPassword: 'a-password-of-some-length' });
    const { code, errors } = await stranger.run(['users', 'list']);
    expect({ code, errors }).toMatchObject({ code: 4, errors: expect.stringContaining('permission/denied') });
    await stranger.leave();
  });

  it('is 5 for what does not exist', async () => {
    expect((await owner().run(['users', 'show', '00000000-0000-4000-8000-000000000000'])).code).toBe(5);
    expect((await owner().run(['users', 'show', 'nobody@example.org'])).code).toBe(5);
  });

  it('is 6 for a data directory that a server uses', async () => {
    const { code, errors } = await owner().run(['verify-log', '--data-dir', server().directory]);
    expect({ code, errors }).toMatchObject({ code: 6, errors: expect.stringContaining('in use by another process') });
  });

  it.each([
    [['--version'], 0],
    [['users', 'disable', 'me'], 1],
    [['nonsense'], 2],
  ])('is that of the process: %j ends with %i, and writes the same', async (args, code) => {
    const ended = await owner().runProcess(args);
    expect(ended).toEqual(await owner().run(args));
    expect(ended.code).toBe(code);
  });

  it('is that of the failure although nobody reads the errors', async () => {
    const child = owner().begin(['users', 'show', 'nobody@example.org']);
    child.stderr.destroy();
    expect(await once(child, 'close')).toEqual([5, null]);
  });

  onLinux('is 1, with the reason, where no output can be written', async () => {
    const full = openSync('/dev/full', 'w');
    const unheard = spawn(process.execPath, [program, 'keys', 'export', '--url', server().url], { stdio: ['ignore', full, 'pipe'] });
    let errors = '';
    (unheard.stderr as Readable).setEncoding('utf8').on('data', (text) => (errors += text));
    expect(await once(unheard, 'close')).toEqual([1, null]);
    expect(errors).toMatch(/^keyledger: Standard output cannot be written: ENOSPC/);
    closeSync(full);
  });

  it('comes with a wrong command line as JSON too, without what was typed behind an unknown option', async () => {
    for (const args of [
      ['restore'],
      ['users', 'list', '--nonsense'],
      ['nonsense'],
      ['keys', 'retire'],
      ['activity', 'list', '--limit', '0'],
    ]) {
      const { code, output, errors } = await owner().run([...args, '--json']);
      expect({ args, code, output, exit: JSON.parse(errors).error.exit }).toEqual({ args, code: 2, output: '', exit: 2 });
    }
    const { errors } = await owner().run(['login', '--password=hunter2hunter2', '--json']);
    expect(JSON.parse(errors)).toEqual({ error: { exit: 2, message: "unknown option '--password'" } });
  });

  it('comes with the error as JSON, when that is wanted', async () => {
    const { output, errors } = await owner().run(['users', 'show', 'nobody', '--json']);
    expect(output).toBe('');
    expect(JSON.parse(errors)).toEqual({
      error: { exit: 5, message: 'No user has this id.', code: 'user/not-found', status: 404 },
    });
  });
});
