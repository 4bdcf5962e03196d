import { createHash } from 'node:crypto';

/**
 * The style elements that React Aria adds to a page: for whatever can be pressed and, on phones and tablets of Apple, below an open dialog.
 * A test compares them with the package.
 */
export const addedStyles = [
  `@layer {
  [data-react-aria-pressable] {
    touch-action: pan-x pan-y pinch-zoom;
  }
}`,
  `@layer {
  * {
    overscroll-behavior: contain;
  }
}`,
] as const;

const styleHashes = addedStyles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`);

/** Nothing from elsewhere, no script in the markup and no style but those, and no text that becomes script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${styleHashes.join(' ')}`,
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What the console and its files say beside what every answer says. */
export const consoleHeaders = {
  'Content-Security-Policy': policy,
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=(self)',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;
