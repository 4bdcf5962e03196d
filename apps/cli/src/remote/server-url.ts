import { CliFailure } from '../exit-codes.js';

const standard = 'http://127.0.0.1:8080';
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Returns the address of the server, without a trailing slash. @throws CliFailure for an address to which credentials would be sent
 * unencrypted
 */
export function serverUrl(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  const text = given ?? (environment.KEYLEDGER_URL || standard);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new CliFailure('usage', 'The address of the server must be an http or https URL, without a user, a query or a fragment.');
  }
  const isPlain = url.protocol === 'http:' && !loopback.test(url.hostname);
  if (isPlain && environment.KEYLEDGER_ALLOW_PLAIN_HTTP !== 'true') {
    throw new CliFailure(
      'usage',
      `To ${url.origin} credentials would travel unencrypted. Use https, or set KEYLEDGER_ALLOW_PLAIN_HTTP=true.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** The part of an address that identifies the server: its path may be secret. */
export const originOf = (url: string): string => new URL(url).origin;
