import { expect } from '@jest/globals';
import type { Answer } from './test-app.js';

/**
 * A page for people: it loads nothing from anywhere, nobody may show it inside a page of their own, and its forms say where they come from.
 */
export function expectPage({ status, headers, text }: Answer, expected = 200): void {
  expect(status).toBe(expected);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(text).not.toMatch(/(src|href|action)="(https?:)?\/\//);
  // Browsers ask for an icon of their own accord, unless a page names one.
  expect(text).toMatch(/<link rel="icon" href="[^"]*\/favicon\.ico"/);
  const policy = String(headers['content-security-policy']);
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toMatch(/https?:|unsafe/);
  expect(text).not.toMatch(/<script(?! src=)|\son\w+=|\sstyle=/);
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(headers['cache-control']).toBe('no-store');
}
