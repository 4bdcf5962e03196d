import { describe, expect, it } from '@jest/globals';
import { EmailDigests } from '#credentials/email-digests';
import { NameDigests } from '#credentials/name-digests';
import { someKeys } from './some-keys.js';

const emails = new EmailDigests(someKeys());

describe('An e-mail address (SR-41)', () => {
  it.each([
    ['Ada@Example.ORG', 'ada@example.org'],
    ['  ada+tag@example.org\t', 'ada+tag@example.org'],
    ["o'brien@sub.example.co", "o'brien@sub.example.co"],
  ])('%p is compared as %p', (text, normalized) => expect(emails.normalize(text)).toBe(normalized));

  it.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada@localhost',
    'ada@@example.org',
    'ada@example..org',
    'ada@example.org.',
    'ada@-example.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada @example.org',
    'ada@exam ple.org',
    'ada\u0000@example.org',
    'ada\u200d@example.org',
    '\u0430da@example.org',
    '\u212aing@example.org',
    'ada@ex\u0430mple.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    `ada@${'a.'.repeat(130)}org`,
    'ada@example.org\nbcc: eve@example.org',
    '"ada"@example.org',
    'ada@[127.0.0.1]',
  ])('is not %p', (text) => expect(emails.normalize(text)).toBeNull());

  it('is digested under the key of the installation', () => {
    expect(emails.digest('ada@example.org')).toMatch(/^[0-9a-f]{64}$/);
    expect(emails.digest('ada@example.org')).not.toBe(new EmailDigests(someKeys(2)).digest('ada@example.org'));
  });
});

describe('A name', () => {
  const names = new NameDigests(someKeys());
  it('is the same however its accents were typed and whatever blanks surround it', () => {
    expect(names.digest('org', 'caf\u00e9')).toBe(names.digest('org', ' cafe\u0301 '));
  });
  it('is the same in another case, and another one in another organization', () => {
    expect(names.digest('org', 'A')).toBe(names.digest('org', 'a'));
    expect(names.digest('other', 'a')).not.toBe(names.digest('org', 'a'));
  });
});
