import { readFileSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { confirmationSeconds } from '#domain/token.terms';
import { flag, host, integer, list, name, oneOf, type Setting, secret, shown, text, url } from './setting.js';
import { unknownSettings } from './unknown-settings.js';

function isAddressOrNetwork(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  const bitsMax = isIPv6(address) ? 128 : 32;
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax));
}

/** Every setting. Units are part of the names; docs/reference/configuration.md is generated from this table. */
export const settings = {
  HOST: host(
    '127.0.0.1',
    'Address to listen on. Any address but loopback requires KEYLEDGER_PUBLIC_URL with https, or KEYLEDGER_ALLOW_PLAIN_HTTP.',
  ),
  PORT: integer(8080, 0, 65_535, 'Port to listen on; 0 picks a free one.'),
  KEYLEDGER_DATA_DIR: text('data', 'Directory of the event log, the vault and the read models. Only one process may use it at a time.'),
  KEYLEDGER_KEYS_DIR: text('', 'Directory of the key files; by default `keys` in the data directory.'),
  KEYLEDGER_BACKUP_DIR: text('', 'Directory for backups of the running server; by default `backups` in the data directory.'),
  KEYLEDGER_PUBLIC_URL: url(
    '',
    'Address under which clients reach this server, and the base of its links; it may have a path. By default http://HOST:PORT.',
  ),
  KEYLEDGER_ISSUER: text(
    '',
    'Issuer and audience of signed tokens. By default the id of the log, whatever the address; a change voids every signed token.',
  ),
  KEYLEDGER_ALLOW_PLAIN_HTTP: flag(false, 'Listen on a network address without https, with a warning at each start.'),
  KEYLEDGER_TRUSTED_PROXIES: list(
    [],
    'Comma-separated addresses or networks of proxies whose X-Forwarded-* headers are trusted.',
    isAddressOrNetwork,
    'an address or a network like 10.0.0.0/8',
  ),
  KEYLEDGER_BOOTSTRAP_EMAIL: text('owner@example.com', 'E-mail address of the first owner; read only while the log is empty.'),
  KEYLEDGER_BOOTSTRAP_PASSWORD: secret('Password of the first owner; read only while the log is empty. By default one is generated.'),
  KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: text('', 'File that holds the password of the first owner; read only while the log is empty.'),
  KEYLEDGER_BOOTSTRAP_ORGANIZATION: name('Keyledger', 'Name of the first organization; read only while the log is empty.'),
  KEYLEDGER_ENABLE_LEGACY_TOKENS: flag(false, 'Whether legacy tokens are enabled in a new organization.'),
  KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: integer(100, 1, 10_000, 'The largest service-account allowance that an owner may set.'),
  KEYLEDGER_TOKENS_PER_OWNER_MAX: integer(1000, 1, 10_000_000, 'The most live personal access tokens that one person may hold.'),
  KEYLEDGER_SESSIONS_PER_PERSON_MAX: integer(
    100,
    1,
    10_000,
    'The most sessions that one person may have; a further sign-in ends the one that was unused longest.',
  ),
  KEYLEDGER_SESSION_IDLE_SECONDS: integer(5 * 86_400, 60, 365 * 86_400, 'A session ends when it was not used for this long.'),
  KEYLEDGER_SESSION_AGE_SECONDS: integer(14 * 86_400, 60, 365 * 86_400, 'A session ends this long after it began.'),
  KEYLEDGER_DECLARE_RESTORE: flag(
    false,
    'Records that the log was restored from a backup: every credential issued before the restore is refused from then on.',
  ),
  KEYLEDGER_METRICS_PORT: integer(0, 0, 65_535, 'Port on 127.0.0.1 that serves metrics to Prometheus; 0 serves none.'),
  KEYLEDGER_READY_LAG_SECONDS: integer(5, 1, 3600, 'The server is not ready while a projection is further behind the log than this.'),
  KEYLEDGER_READY_FREE_MIB: integer(
    64,
    0,
    1_000_000_000,
    'The server is not ready while the disk of the data directory has less free space than this.',
  ),
  KEYLEDGER_CONSOLE: flag(true, 'Serves the web console, and leads browsers to it.'),
  KEYLEDGER_ACCESS_LOG: flag(false, 'Writes a log line at level info for each request, except those to /v1/auth.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(
    '',
    'Base address of an OpenTelemetry collector that receives traces by OTLP over HTTP. By default none are sent.',
  ),
  KEYLEDGER_LOG_LEVEL: oneOf('info', ['fatal', 'error', 'warn', 'info', 'debug'], 'The least severe level of log lines that is written.'),
} as const;

type Values = { readonly [Name in keyof typeof settings]: (typeof settings)[Name]['default'] };

/** Limits that belong to the API contract and are the same for every installation. */
export const limits = {
  accessTtlSeconds: 290,
  /** An access token is accepted for this long after its `exp`, since clocks differ and the SDK gives up at the first 401. */
  accessLeewaySeconds: 10,
  confirmationSeconds,
  passwordResetSeconds: 60 * 60,
  bodyBytesMax: 64 * 1024,
  headerBytesMax: 16 * 1024,
  pageItemsMax: 200,
  minPositionWaitMs: 2000,
  readModelsAtStartMs: 2000,
} as const;

/** Settings are wrong; the message says which, and how. */
export class ConfigurationError extends Error {}

/** The validated configuration of this process. */
export class Config {
  private constructor(
    readonly values: Values,
    /** A sentence for each variable that looks like a setting and is none. They hold no values. */
    readonly warnings: readonly string[],
  ) {}

  /** @throws ConfigurationError with a sentence that names the setting and says what it should be */
  static from(environment: NodeJS.ProcessEnv): Config {
    const { refusal, warnings } = unknownSettings(environment, Object.keys(settings));
    if (refusal) throw new ConfigurationError(refusal);
    const entries = Object.entries(settings).map(([name, setting]) => [name, readSetting(name, setting, environment[name])]);
    const config = new Config(Object.fromEntries(entries), warnings);
    config.#refuseExposedPlainHttp();
    config.#refuseSharedPort();
    return config;
  }

  get dataDirectory(): string {
    return resolve(this.values.KEYLEDGER_DATA_DIR);
  }

  get keysDirectory(): string {
    return resolve(this.values.KEYLEDGER_KEYS_DIR || `${this.values.KEYLEDGER_DATA_DIR}/keys`);
  }

  get backupDirectory(): string {
    return resolve(this.values.KEYLEDGER_BACKUP_DIR || `${this.values.KEYLEDGER_DATA_DIR}/backups`);
  }

  /** The base of links; never taken from a request. */
  get publicUrl(): string {
    const { KEYLEDGER_PUBLIC_URL: configured, HOST, PORT } = this.values;
    return configured.replace(/\/+$/, '') || `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
  }

  /** The path of the public URL, with which links begin that lead back here; empty where it has none, and never with a slash at its end. */
  get basePath(): string {
    return new URL(this.publicUrl).pathname.replace(/\/+/g, '/').replace(/\/$/, '');
  }

  /** The origin under which browsers reach this server, if it was configured. */
  get publicOrigin(): string | null {
    const { KEYLEDGER_PUBLIC_URL: configured } = this.values;
    return configured === '' ? null : new URL(configured).origin;
  }

  /** Issuer and audience of signed tokens. They are never taken from a request. */
  issuerOf(logId: string): string {
    return this.values.KEYLEDGER_ISSUER || `urn:uuid:${logId}`;
  }

  get isHttps(): boolean {
    return this.publicUrl.startsWith('https://');
  }

  get isPlainHttpExposed(): boolean {
    return !isLoopback(this.values.HOST) && !this.isHttps;
  }

  /** Password of the first owner, null when one is to be generated. */
  bootstrapPassword(): string | null {
    const { KEYLEDGER_BOOTSTRAP_PASSWORD: password, KEYLEDGER_BOOTSTRAP_PASSWORD_FILE: file } = this.values;
    if (password && file) throw new ConfigurationError('Set KEYLEDGER_BOOTSTRAP_PASSWORD or KEYLEDGER_BOOTSTRAP_PASSWORD_FILE, not both.');
    if (!file) return password || null;
    try {
      return readFileSync(file, 'utf8').replace(/^\ufeff|\r?\n$/g, '');
    } catch (error) {
      throw new ConfigurationError(`KEYLEDGER_BOOTSTRAP_PASSWORD_FILE cannot be read: ${(error as Error).message}`);
    }
  }

  #refuseSharedPort(): void {
    const { PORT, KEYLEDGER_METRICS_PORT } = this.values;
    if (PORT !== 0 && PORT === KEYLEDGER_METRICS_PORT)
      throw new ConfigurationError(`KEYLEDGER_METRICS_PORT and PORT are both ${PORT}, but metrics listen apart from the API.`);
  }

  #refuseExposedPlainHttp(): void {
    if (!this.isPlainHttpExposed || this.values.KEYLEDGER_ALLOW_PLAIN_HTTP) return;
    throw new ConfigurationError(
      `HOST is ${this.values.HOST}, which others can reach, but tokens would travel unencrypted. ` +
        'Set KEYLEDGER_PUBLIC_URL to the https address of the proxy in front, or KEYLEDGER_ALLOW_PLAIN_HTTP=true.',
    );
  }
}

function readSetting(name: string, setting: Setting<unknown>, value: string | undefined): unknown {
  if (value === undefined || value === '') return setting.default;
  try {
    return setting.read(value);
  } catch (error) {
    throw new ConfigurationError(`${name} is "${setting.isHidden ? '…' : shown(value)}", but ${(error as Error).message}`);
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
