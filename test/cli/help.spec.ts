import { describe, expect, it } from '@jest/globals';
import { runPiped } from '../support/run-piped.js';

describe('keyledger help', () => {
  it.each([
    [[], 'Usage: keyledger [options] [command]'],
    [['tokens'], 'Usage: keyledger tokens [options] [command]'],
    [['tokens', 'list'], 'Usage: keyledger tokens list [options]'],
    [['backup', 'prune'], 'Usage: keyledger backup prune [options]'],
    [['help'], 'Usage: keyledger help'],
  ])('%j says the same as --help', async (words, usage) => {
    const helped = await runPiped(['help', ...words]);
    expect(helped).toEqual({ code: 0, output: expect.stringContaining(usage), errors: '' });
    expect(await runPiped([...words, '--help'])).toEqual(helped);
    expect(await runPiped([...words, '-h'])).toEqual(helped);
  });

  it.each([
    [['help', 'tokns'], 'Did you mean tokens?'],
    [['help', 'tokens', 'isue'], 'Did you mean issue?'],
    [['tokns', 'list'], 'Did you mean tokens?'],
    [['tokens', 'lst'], 'Did you mean list?'],
    [['tokns', '--help'], 'Did you mean tokens?'],
    [['tokens', 'lst', '-h'], 'Did you mean list?'],
    [['tokens', 'list', '--stat', 'active'], 'Did you mean --state?'],
  ])('of something misspelt says what may be meant: %j', async (args, hint) => {
    const { code, output, errors } = await runPiped(args);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(hint);
  });

  it('of a word behind a command runs nothing', async () => {
    const { code, errors } = await runPiped(['help', 'users', 'show', 'me'], { KEYLEDGER_URL: 'http://127.0.0.1:9' });
    expect([code, errors]).toEqual([2, 'keyledger: show has no command me.\n']);
  });
});
