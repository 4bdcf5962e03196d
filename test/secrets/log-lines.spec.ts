import { beforeAll, describe, expect, it } from '@jest/globals';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import { Passwords } from '#credentials/password';
import { Config } from '#installation/config';
import { Logger } from '#installation/logger';
import { redacted } from '#installation/redaction';
import { runningApp } from '../support/running-app.js';
import { ServerProcess } from '../support/server-process.js';

/** A log whose lines are kept. */
function keptLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  return { log: new Logger(Config.from({ KEYLEDGER_LOG_LEVEL: 'debug' }), (line) => lines.push(line)), lines };
}

describe('A log line', () => {
  const app = runningApp();
  let credentials: Record<string, string>;
  beforeAll(async () => {
    const mint = app().get(CredentialMint);
    const { personal, access } = await app().tokensOf();
    credentials = {
      personal,
      access,
      legacy: (await mint.legacy()).credential,
      'service account': mint.opaque('service-account').credential,
      session: mint.opaque('session').credential,
      'password reset': mint.opaque('password-reset').credential,
      verifier: mint.opaque('verifier').credential,
      signature: personal.split('.')[2],
      'password hash': await app().get(Passwords).hash('a-long-and-quiet-river'),
    };
  });
  const secretOf = (credential: string) => credential.split('.').at(-1) as string;

  it('holds no credential, by whatever way one got into it (SR-47)', () => {
    for (const [kind, credential] of Object.entries(credentials)) {
      const { log, lines } = keptLog();
      const nested = new Error('outer', { cause: new Error(credential) });
      const spellings = [
        credential,
        encodeURIComponent(credential),
        `\n${credential}`,
        `\t${credential}\r\n`,
        `"${credential}"`,
        `x=${credential};y`,
      ];
      for (const text of spellings) {
        log.error(text);
        log.error('failed', { cause: new Error(text) });
        log.error('failed', { cause: text });
        log.error('failed', { cause: nested, also: { deep: [text, { deeper: text }] } });
        log.warn('failed', text);
        log.info('failed', { [text]: 1 });
        log.debug(text, { url: `/v1/users/${text}?access_token=${text}` });
        log.log(text, text);
      }
      expect(lines).toHaveLength(8 * spellings.length);
      const found = lines.filter((line) => line.includes(secretOf(credential)) || line.includes(encodeURIComponent(secretOf(credential))));
      expect([kind, found]).toEqual([kind, []]);
    }
  });

  it('keeps what is needed to find a fault: ids, times, numbers, routes, sentences', () => {
    const fields = {
      requestId: newId(),
      tokenId: newId(),
      at: '2030-01-31T12:00:00.000Z',
      kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      position: `${newId()}:12345678901234567`,
      route: '/v1/tokens/:id/rotate',
      text: 'The data directory keyledger_session is in use.',
    };
    const { log, lines } = keptLog();
    log.info('as it is', fields);
    expect(JSON.parse(lines[0])).toMatchObject(fields);
  });

  it('is one line of JSON, whatever text is in it: nobody forges a second one', () => {
    const { log, lines } = keptLog();
    const forged = 'x\r\n{"level":30,"msg":"all is well"}\n\u2028\u0000\u001b[2J';
    log.error(forged, { cause: forged, [forged]: forged });
    expect(lines).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(lines[0].trimEnd()).not.toMatch(/[\u0000-\u001f]/);
    expect(JSON.parse(lines[0]).msg).toBe(forged);
  });

  it('leaves a marker where something was taken out, and stays JSON', () => {
    const { log, lines } = keptLog();
    for (const credential of Object.values(credentials)) log.error('failed', { cause: `Bearer ${credential} was sent` });
    for (const line of lines) expect(JSON.parse(line).cause).toBe('Bearer [redacted] was sent');
    expect(redacted('nothing to hide')).toBe('nothing to hide');
  });

  it('is as careful when the start is refused for a setting that somebody took for another', async () => {
    const server = await ServerProcess.launch({ environment: { PORT: credentials['service account'] } });
    expect((await server.exited()).code).toBe(1);
    expect(server.output).toMatch(/^Keyledger cannot start: PORT is "\[redacted\]", but it must be a whole number/);
    await server.remove();
  });
});
