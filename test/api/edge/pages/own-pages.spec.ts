import { describe, expect, it } from '@jest/globals';
import { ownPage, signInAt } from '#api/edge/pages/page-addresses';

describe('A sign-in leads on', () => {
  it.each([
    '/docs',
    '/docs/refusals',
    '/docs/refusals#token-expired',
    '/docs?q=a%2Fb',
    '/user/account',
    '/user/password',
    '/console/',
    '/console/tokens?state=active',
  ])('to %s', (next) => {
    expect(ownPage(next)).toBe(next);
    expect(signInAt(next)).toBe(`/user/login/?next=${encodeURIComponent(next)}`);
  });

  it('to a page as a browser reads its address', () => {
    expect(ownPage('/docs/./x/../refusals')).toBe('/docs/refusals');
    expect(ownPage('/docs\\refusals')).toBe('/docs/refusals');
    expect(ownPage('/docs/<b>"')).toBe('/docs/%3Cb%3E%22');
    expect(ownPage('/docs/\u00e9')).toBe('/docs/%C3%A9');
  });

  it.each([
    '',
    'docs',
    ' /docs',
    'https://evil.example/docs',
    'HTTPS:/docs',
    'https:docs',
    'http:/\\evil.example/docs',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example/docs',
    '///evil.example/docs',
    '/\\evil.example/docs',
    '\\/evil.example/docs',
    '\\\\evil.example/docs',
    '/\t/evil.example/docs',
    '/\n/evil.example/docs',
    '\t//evil.example/docs',
    '/\r\\evil.example/docs',
    '/%2F/evil.example/docs',
    '/%5Cevil.example/docs',
    '%2F%2Fevil.example/docs',
    '/.//evil.example/docs',
    '/docs/..//evil.example/docs',
    '/docs/../../evil.example',
    '/docs/%2e%2e//evil.example',
    '/docs\\..\\..\\\\evil.example',
    '/docs@evil.example',
    '/docs:80@evil.example',
    '//docs@evil.example/docs',
    '//keyledger.invalid:1/docs',
    '//[',
    '/docsx',
    '/consoles',
    '/console/../v1/tokens',
    '/documents',
    '/DOCS',
    '/docs%0d%0aLocation:%20//evil.example',
    '/user/logout',
    '/user/login/?next=/docs',
    '/user/accounts',
    '/v1/tokens',
    '/api/current-user/token',
    '/openapi.json',
    '/',
    '\u0000/docs',
    '/\u0000docs',
  ])('to no address like %p, which is none of our pages', (next) => {
    expect(ownPage(next)).toBeNull();
    expect(signInAt(next)).toBe('/user/login/');
  });

  it('to no line of a header: control characters are left out or written as a percentage', () => {
    for (let code = 0; code < 0x100; code += 1) {
      const page = ownPage(`/docs/${String.fromCharCode(code)}x`);
      expect(`${code} ${page}`).toMatch(/^\d+ (\/docs\/[\x21-\x7e]*|null)$/);
    }
  });
});
