import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PasswordQueueFull } from '#credentials/password';
import { PasswordStrength } from '#credentials/password-strength';
import { projectRoot } from '../support/project-files.js';

const told = ['ada.lovelace@example.org', 'Ada', 'Lovelace', 'Analytical Engines'];

describe('A new password', () => {
  const strength = new PasswordStrength();
  afterAll(() => strength.close());

  it.each([
    '1234567890qwertyuiop',
    'Summer2026Summer2026',
    'qwertyuiop123456789',
    'Password12345678!',
    'iloveyouiloveyou',
    'Welcome123Welcome123',
    '1q2w3e4r5t6y7u8i9o0p',
    'zaq12wsxcde34rfv',
    'football2026football',
    'princess1princess1',
    'baseball12345678',
    'january2026january',
    'administrator2026!',
    'ada.lovelace@example.org',
    'Lovelace1815Lovelace',
    'Analytical2026Engines',
    'Keyledger2026Keyledger',
    'LabelStudio2026!!',
  ])('is guessable when it is %s', async (password) => expect(await strength.isGuessable(password, told)).toBe(true));

  it.each(['a-long-and-quiet-river', 'kX9#mQ2$vL7!pR4', 'ein ziemlich langer Satz über Füchse', '漢字だけで書かれた長い長い合言葉です'])(
    'is not when it is %s',
    async (password) => expect(await strength.isGuessable(password, told)).toBe(false),
  );

  it('is judged by its first 64 characters', async () => {
    expect(await strength.isGuessable('passwordpassword'.repeat(64), told)).toBe(true);
  });
});

describe('The thread that judges passwords', () => {
  const program = pathToFileURL(join(projectRoot, 'dist/libs/credentials/src/password-strength-thread.js'));
  const strength = new PasswordStrength(program);
  afterAll(() => strength.close());
  /** The words have so many possible spellings that judging the text takes several seconds. */
  const slow = 'a4@e3i1o0s5$t7+l|b8g9'.repeat(3);

  it('rules as the module does', async () => {
    expect(await strength.isGuessable('passwordpassword', told)).toBe(true);
    expect(await strength.isGuessable('a-long-and-quiet-river', told)).toBe(false);
  });

  it('is ended when it takes too long, and the next password is judged all the same', async () => {
    expect(await strength.isGuessable(slow, told)).toBe(false);
    expect(await strength.isGuessable('passwordpassword', told)).toBe(true);
  });

  it('turns passwords away while too many wait', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => strength.isGuessable('passwordpassword', told)));
    const refused = asked.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(PasswordQueueFull);
  });
});
