import { describe, expect, it } from '@jest/globals';
import { PasswordQueueFull, Passwords, passwordCost, passwordProblem } from '#credentials/password';

describe('A new password', () => {
  it.each([
    ['a-long-and-quiet-river', null],
    ['ein ziemlich langer Satz über Füchse', null],
    ['漢字だけで書かれた長い長い合言葉です', null],
    ['x'.repeat(14), 'too-short'],
    ['🗝'.repeat(14), 'too-short'],
    ['', 'too-short'],
    ['a long and quiet river\n', 'control-character'],
    ['a long and\tquiet river', 'control-character'],
    ['a long and\u0000quiet river', 'control-character'],
    ['a long and\u0085quiet river', 'control-character'],
    [`a1b2c3d4e5f6g7h8${'zyxw9876'.repeat(130)}`, 'too-long'],
    ['passwordpassword', 'too-common'],
    ['Password12345678!', 'too-common'],
    ['aaaaaaaaaaaaaaaaaa', 'too-common'],
    ['abcabcabcabcabcabc', 'too-common'],
    ['qwertyuiopasdfgh', 'too-common'],
    ['0123456789012345', 'too-common'],
    ['correct horse battery staple', 'too-common'],
  ])('%p has the problem %p', (password, problem) => expect(passwordProblem(password)).toBe(problem));
});

describe('Checking a password', () => {
  const passwords = new Passwords(passwordCost);
  it('accepts the right one alone (SR-43)', async () => {
    const phc = await passwords.hash('a-long-and-quiet-river');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(await passwords.matches('a-long-and-quiet-river', phc)).toBe(true);
    expect(await passwords.matches('a-long-and-quiet-River', phc)).toBe(false);
    expect(await passwords.matches('a-long-and-quiet-river ', phc)).toBe(false);
  });
  it('accepts it however its accents were typed', async () => {
    const phc = await passwords.hash('caf\u00e9 au lait et croissant');
    expect(await passwords.matches('cafe\u0301 au lait et croissant', phc)).toBe(true);
  });
  it('tells a hash of another cost, which is right all the same', async () => {
    const cheap = await new Passwords({ memoryKiB: 8, passes: 1, lanes: 1 }).hash('a-long-and-quiet-river');
    expect(passwords.isOutdated(cheap)).toBe(true);
    expect(await passwords.matches('a-long-and-quiet-river', cheap)).toBe(true);
    expect(passwords.isOutdated(await passwords.hash('a-long-and-quiet-river'))).toBe(false);
  });
  it('is never right for somebody who has none, not even the stand-in', async () => {
    expect(await passwords.matches('nobody has this password', null)).toBe(false);
  });
  it('is refused, and not queued without end, when too many ask at once (SR-59)', async () => {
    const phc = await passwords.hash('a-long-and-quiet-river');
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.matches('wrong', phc)));
    const refused = asked.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(80 - 66);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(PasswordQueueFull);
    expect(await passwords.matches('a-long-and-quiet-river', phc)).toBe(true);
  });
});
