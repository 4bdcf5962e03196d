import { createHash } from 'node:crypto';

/** The one style element that React Aria adds to a page, for whatever can be pressed. A test compares it with the package. */
export const pressableStyle = `@layer {
  [data-react-aria-pressable] {
    touch-action: pan-x pan-y pinch-zoom;
  }
}`;

const styleHash = createHash('sha256').update(pressableStyle).digest('base64');

/** Nothing from elsewhere, no script or style in the markup but that one, and no text that becomes script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${styleHash}'`,
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
