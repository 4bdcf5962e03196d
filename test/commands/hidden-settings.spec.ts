import { describe, expect, it } from '@jest/globals';
import { listenableAddress } from '#api/listen-address';
import { Config, ConfigurationError, settings } from '#installation/config';

const secret = 'in-the-url-somewhere';
/** URLs with a credential in every part that has room for one, right and wrong ones. */
const urls = [
  `https://user:${secret}@keys.example.org`,
  `https://${secret}@keys.example.org/base`,
  `http://keys.example.org/?token=${secret}`,
  `https://keys.example.org/#${secret}`,
  `https://keys.example.org/${secret}/base?`,
  `postgres://user:${secret}@database/keyledger`,
  `user:${secret}@keys.example.org`,
  `tcp://${secret}:8080`,
];

function complaintOf(environment: Record<string, string>): string {
  try {
    Config.from(environment);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
}

describe('A URL in the settings', () => {
  it.each(Object.keys(settings))('is not printed for being wrong, whichever setting it was given to: %s', (name) => {
    for (const url of urls) {
      for (const value of [url, `10.0.0.1,${url}`, `https://other.example.org, ${url}`]) {
        expect(complaintOf({ [name]: value })).not.toContain(secret);
      }
    }
  });

  it('is complained of all the same, by the name of its setting', () => {
    for (const name of ['KEYLEDGER_PUBLIC_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'PORT', 'HOST']) {
      expect(complaintOf({ [name]: urls[0] })).toMatch(new RegExp(`^${name} is "…", but .*\\.$`));
    }
  });

  it('hides nothing that holds no credential: the operator sees what is wrong', async () => {
    expect(complaintOf({ PORT: 'http' })).toContain('PORT is "http"');
    expect(complaintOf({ KEYLEDGER_TRUSTED_PROXIES: '10.0.0.1, proxy.internal' })).toContain('"proxy.internal" is not');
    await expect(listenableAddress(Config.from({ HOST: 'no.such.host.invalid', KEYLEDGER_ALLOW_PLAIN_HTTP: 'true' }))).rejects.toThrow(
      'HOST is no.such.host.invalid',
    );
  });
});
