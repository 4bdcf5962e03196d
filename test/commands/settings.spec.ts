import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { listenableAddress } from '#api/listen-address';
import { Config } from '#installation/config';
import { ServerProcess } from '../support/start-server.js';

const testMs = 60_000;

const running: ServerProcess[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.remove();
});

describe('A wrong setting stops the start with one sentence that says which and why', () => {
  it.each([
    ['KEYLEDGER_TRUSTED_PROXIES', 'proxy.internal', 'an address or a network'],
    ['KEYLEDGER_TRUSTED_PROXIES', '10.0.0.1, 10.0.0.0/99', '"10.0.0.0/99" is not'],
    ['KEYLEDGER_TRUSTED_ORIGINS', 'console.example.org', 'an origin like'],
    ['KEYLEDGER_TRUSTED_ORIGINS', 'https://console.example.org/path', 'an origin like'],
    ['KEYLEDGER_PUBLIC_URL', 'keys.example.org', 'http or https URL'],
    ['KEYLEDGER_PUBLIC_URL', 'https://keys.example.org/?a=b', 'a query or a fragment'],
    ['KEYLEDGER_PUBLIC_URL', 'https://user@keys.example.org', 'without a user'],
    ['KEYLEDGER_ALLOW_PLAIN_HTTP', 'yes', 'true or false'],
    ['KEYLEDGER_SESSION_IDLE_SECONDS', '59', 'from 60 to'],
    ['KEYLEDGER_LOG_LEVEL', 'loud', 'one of fatal'],
    ['KEYLEDGER_BOOTSTRAP_ORGANIZATION', 'x'.repeat(201), 'at most 200 characters'],
    ['KEYLEDGER_BOOTSTRAP_EMAIL', 'nobody', 'not an e-mail address'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD', 'short', 'at least 15 characters'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD', 'passwordpassword', 'a guesser tries early'],
    ['KEYLEDGER_BOOTSTRAP_PASSWORD_FILE', '/nowhere/at/all', 'not both'],
    ['KEYLEDGER_DATA_DIR', '/dev/null/data', 'cannot be used'],
    ['KEYLEDGER_DATA_DIR', '/proc/keyledger/data', 'cannot be used'],
    ['KEYLEDGER_KEYS_DIR', '/dev/null/keys', 'cannot be used'],
    ['HOST', '192.0.2.1', 'KEYLEDGER_PUBLIC_URL'],
    ['HOST', '127.0.0.1.example', 'KEYLEDGER_PUBLIC_URL'],
  ])(
    '%s=%s',
    async (name, value, why) => {
      const server = await ServerProcess.launch({ environment: { [name]: value } });
      running.push(server);
      expect(await server.exited()).toEqual({ code: 1, signal: null });
      expect(server.output).toMatch(/^Keyledger cannot start: [^\n]+\n$/);
      expect(server.output).toContain(why);
      expect(server.output).toContain(name.replace('KEYLEDGER_KEYS_DIR', '/dev/null/keys'));
      if (/BOOTSTRAP_PASSWORD$/.test(name)) expect(server.output).not.toContain(value);
    },
    testMs,
  );

  it(
    'and an address that is none of this machine is named before anything is made',
    async () => {
      const server = await ServerProcess.launch({ environment: { HOST: '192.0.2.1', KEYLEDGER_ALLOW_PLAIN_HTTP: 'true' } });
      running.push(server);
      expect((await server.exited()).code).toBe(1);
      expect(server.output).toMatch(/^Keyledger cannot start: HOST is 192\.0\.2\.1, [^\n]+\n$/);
      expect(await readdir(server.directory)).toEqual([]);
    },
    testMs,
  );
});

describe('HOST may be a name', () => {
  it(
    'of which one address is listened on, by one server that ends in order',
    async () => {
      const address = await listenableAddress(Config.from({ HOST: 'localhost', PORT: '0' }));
      expect(['127.0.0.1', '::1']).toContain(address);
      const server = await ServerProcess.start({ environment: { HOST: 'localhost' } });
      running.push(server);
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
      expect(await server.stop()).toEqual({ code: 0, signal: null });
    },
    testMs,
  );
});
