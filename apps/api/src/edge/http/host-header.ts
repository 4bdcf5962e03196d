import type { IncomingMessage } from 'node:http';

/**
 * RFC 9112 §3.2: a request without a Host header is refused. So is one with several, because two programs on its way may each believe
 * another one.
 */
export function hasSingleHostHeader({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i].length === 4 && rawHeaders[i].toLowerCase() === 'host') count += 1;
  return count === 1 || (count === 0 && httpVersion === '1.0');
}
