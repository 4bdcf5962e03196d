import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '#cli/run';
import { runningApp } from '../support/running-app.js';
import { FakeTerminal } from './fake-terminal.js';

describe('At a terminal', () => {
  const app = runningApp();
  let home: string;
  let url: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'keyledger-home-'));
    url = await app().listen();
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  const terminal = () => new FakeTerminal({ XDG_CONFIG_HOME: home, KEYLEDGER_URL: url });

  it('login asks for address and password, and shows the one and not the other', async () => {
    const at = terminal();
    const ended = run(['login'], at);
    await at.answer('E-mail address: ', 'owner@exx\u007fample.com\r');
    await at.answer('Password: ', `${app().owner.password}x\b\r`);
    expect(await ended).toBe(0);
    expect(at.printed).toContain('as owner@example.com');
    expect(at.shown).not.toContain('quiet');
    expect(at.raw).toEqual([true, false, true, false]);
    expect(await readFile(join(home, 'keyledger/sessions.json'), 'utf8')).toContain(url);
  });

  it('an act that grants rights asks for the password when the server wants to be sure, and is done then', async () => {
    app().clock.advance(16 * 60);
    const at = terminal();
    const ended = run(['tokens', 'issue'], at);
    await at.answer('Password of owner@example.com', `${app().owner.password}\n`);
    expect(await ended).toBe(0);
    expect(at.printed).toMatch(/^ey[\w.-]+\n$/);
  });

  it('a new password is typed twice, the same', async () => {
    const create = ['users', 'create', 'typed@example.org', '--role', 'manager', '--with-password'];
    const at = terminal();
    const refused = run(create, at);
    await at.answer('First password', 'a-password-of-some-length\r');
    await at.answer('once more', 'a-password-of-some-lenght\r');
    expect(await refused).toBe(2);
    const again = terminal();
    const ended = run(create, again);
    await again.answer('First password', 'a-password-of-some-length\r');
    await again.answer('once more', 'a-password-of-some-length\r');
    expect(await ended).toBe(0);
    expect((await app().signIn({ email: 'typed@example.org', password: 'a-password-of-some-length' })).cookie).toBeDefined();
  });

  it('two lines that arrive at once answer two questions', async () => {
    const at = terminal();
    const ended = run(['users', 'create', 'pasted@example.org', '--role', 'manager', '--with-password'], at);
    await at.answer('First password', 'a-password-of-some-length\ra-password-of-some-length\r');
    expect(await ended).toBe(0);
  });

  it('what cannot be undone is done after a yes, and after nothing else', async () => {
    const { id } = await app().register('annotator');
    await app().request('POST', `/v1/users/${id}/disable`, { headers: await app().signIn() });
    const no = terminal();
    const refused = run(['users', 'erase', id], no);
    await no.answer('Type yes: ', 'y\r');
    expect(await refused).toBe(1);
    const yes = terminal();
    const ended = run(['users', 'erase', id], yes);
    await yes.answer('Type yes: ', 'yes\r');
    expect(await ended).toBe(0);
  });

  it('Ctrl-C ends the question and gives the terminal back', async () => {
    const at = terminal();
    const ended = run(['login', '--email', 'owner@example.com'], at);
    await at.answer('Password: ', 'half\u0003');
    expect(await ended).toBe(130);
    expect(at.raw).toEqual([true, false]);
  });

  it('progress is shown to anyone who watches, and to nobody else', async () => {
    const at = terminal();
    expect(await run(['activity', 'export'], at)).toBe(0);
    expect(at.shown).toContain('Entries');
    // Anyone who interrupts gets the terminal back as it is then.
    expect(at.shown).not.toContain('\u001b[?');
    const unwatched = terminal();
    expect(await run(['activity', 'export'], { ...unwatched, errors: new PassThrough() })).toBe(0);
    expect(unwatched.shown).toBe('');
  });

  it('text that others typed cannot move the cursor', async () => {
    const at = terminal();
    expect(await run(['users', 'show', '\u001b[2Jnobody'], at)).toBe(5);
    expect(await run(['login', '--url', 'http://\u001b[2J'], at)).toBe(2);
    expect(at.shown).not.toContain('\u001b[2J');
    const asked = terminal();
    const ended = run(['users', 'create', '\u001b[2J@example.org', '--role', 'manager', '--with-password'], asked);
    await asked.answer('First password of \ufffd[2J@example.org', '\u0003');
    expect(await ended).toBe(130);
  });
});
