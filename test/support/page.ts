import { expect } from '@jest/globals';
import type { Answer } from './app.js';

/** A page for people: it loads nothing from anywhere, and nobody may show it inside a page of their own. */
export function expectPage({ status, headers, text }: Answer, expected = 200): void {
  expect(status).toBe(expected);
  expect(headers['content-type']).toMatch('text/html');
  expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  // Browsers ask for an icon of their own accord, unless a page says that it has none.
  expect(text).toContain('<link rel="icon" href="data:,">');
  expect(String(headers['content-security-policy'])).toMatch("frame-ancestors 'none'");
  expect(String(headers['content-security-policy'])).not.toMatch(/https?:/);
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
}
