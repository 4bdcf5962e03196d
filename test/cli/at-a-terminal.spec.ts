import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { widthOf } from '#cli/output/display-width';
import { run } from '#cli/run';
import { runPiped } from '../support/run-piped.js';
import { FakeTerminal } from './fake-terminal.js';
import { signedInOwner } from './signed-in.js';

describe('What is printed', () => {
  const { owner, server } = signedInOwner();
  const long = 'the token of a program whose name somebody made so long that it fits no terminal that anybody has';
  beforeAll(() => owner().does(['tokens', 'issue', '--name', long, '--expires-at', '30d']));

  const environment = () => ({ HOME: owner().home, KEYLEDGER_URL: server().url });
  const watched = async (args: readonly string[], more: Record<string, string> = {}) => {
    const at = new FakeTerminal({ ...environment(), ...more });
    expect(await run(args, at)).toBe(0);
    return at.printed;
  };

  it('at a terminal fits its width, in colours, with times from now', async () => {
    const printed = await watched(['tokens', 'list']);
    expect(printed).toContain('\u001b[1mKIND\u001b[22m');
    expect(printed).toContain('\u001b[32mactive\u001b[39m');
    const [heading, line] = stripVTControlCharacters(printed).split('\n');
    expect(heading).toMatch(/^KIND +NAME +STATE +EXPIRES AT +LAST USED AT +ID$/);
    expect(line).toMatch(/^personal +the token.*… +active +in 30 days +- +[0-9a-f-]{36}$/);
    expect(widthOf(heading)).toBeLessThanOrEqual(100);
    expect(widthOf(line)).toBeLessThanOrEqual(100);
  });

  it('at a terminal says what it has no room for, and a wider one shows it', async () => {
    const at = new FakeTerminal(environment());
    expect(await run(['tokens', 'list'], at)).toBe(0);
    expect(at.shown).toBe('The terminal has no room for createdAt; --json has.\n');
    const wide = new FakeTerminal(environment());
    wide.output.columns = 130;
    expect(await run(['tokens', 'list'], wide)).toBe(0);
    expect([wide.shown, wide.printed]).toEqual(['', expect.stringMatching(/\d+ (second|minute)s? ago/)]);
  });

  it('at a terminal has exact times where that is wanted, and no colours where they are not', async () => {
    expect(stripVTControlCharacters(await watched(['tokens', 'list', '--absolute']))).toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z/);
    expect(await watched(['tokens', 'list'], { NO_COLOR: '1' })).not.toContain('\u001b');
    expect(await watched(['tokens', 'list', '--help'], { NO_COLOR: '1' })).not.toContain('\u001b');
    expect(await watched(['tokens', 'list', '--help'])).toContain('\u001b[1m');
  });

  it('at a terminal says of one thing both when and how long from now', async () => {
    expect(stripVTControlCharacters(await watched(['tokens', 'show', long]))).toMatch(/^expiresAt +\d{4}-.*Z \(in 30 days\)$/m);
  });

  it('as JSON is the same at a terminal and piped', async () => {
    const args = ['tokens', 'list', '--json'];
    expect(await watched(args)).toBe((await runPiped(args, environment())).output);
  });

  it('into a pipe is whole, without colours, with exact times', async () => {
    const { output } = await runPiped(['tokens', 'list'], environment());
    expect(output).not.toContain('\u001b');
    expect(output).toContain(`  ${long}  active  `);
    expect(output).toMatch(/ \d{4}-\d\d-\d\dT[\d:.]+Z /);
    const forced = await runPiped(['tokens', 'list'], { ...environment(), FORCE_COLOR: '1' });
    expect(forced.output).toContain('\u001b[1mKIND');
    expect(stripVTControlCharacters(forced.output)).toBe(output);
  });

  it('of errors is coloured at a terminal alone', async () => {
    const at = new FakeTerminal({ KEYLEDGER_URL: 'http://127.0.0.1:9' });
    expect(await run(['whoami'], at)).toBe(3);
    expect(at.shown).toContain('\u001b[31mkeyledger:\u001b[39m http:');
    expect((await runPiped(['whoami'], { KEYLEDGER_URL: 'http://127.0.0.1:9' })).errors).toMatch(/^keyledger: http:/);
  });
});
