import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isFullRun } from '../support/full-run.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { freePort, ServerProcess } from '../support/server-process.js';

/** From where an API key is good: it is sealed wherever it is kept. */
const network = '2001:db8:cafe:beef::77';
const each = isFullRun ? 100 : 10;

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
}

describe('A canary among the credentials', () => {
  it('is found in no file, log line, metric, trace or later answer, in whatever spelling (SR-6) (SR-47)', async () => {
    const collector = await OtlpCollector.start();
    const metricsPort = await freePort();
    const environment = {
      KEYLEDGER_LOG_LEVEL: 'debug',
      KEYLEDGER_ACCESS_LOG: 'true',
      KEYLEDGER_METRICS_PORT: String(metricsPort),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true',
    };
    const server = await ServerProcess.start({ environment });
    const send = async (method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Sent> => {
      const type = body === undefined ? undefined : { 'content-type': 'application/json' };
      const answer = await fetch(server.url + path, {
        method,
        headers: { ...type, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const cookie = answer.headers
        .getSetCookie()
        .map((text) => text.split(';', 1)[0])
        .join('; ');
      return { status: answer.status, text: await answer.text(), cookie };
    };
    const signIn = () => send('POST', '/v1/sessions', {}, { email: server.ownerEmail, password: server.ownerPassword });
    const { cookie } = await signIn();
    const session = { cookie };
    await send('PATCH', '/v1/organization', session, { serviceAccountAllowance: 1 });
    const { serviceAccount } = JSON.parse((await send('POST', '/v1/service-accounts', session, { name: 'robot', role: 'manager' })).text);
    const { id } = JSON.parse((await send('POST', '/v1/users', session, { email: 'a@example.org', role: 'manager' })).text);

    const canaries: string[] = [server.ownerPassword];
    const aKey = { name: 'a key', role: 'administrator', validitySeconds: 86_400, allowedIpCidrs: ['127.0.0.1', network] };
    const inAnswer = (text: string) => JSON.parse(text).credential as string;
    for (let i = 0; i < each; i += 1) {
      const personal = inAnswer((await send('POST', '/v1/tokens', session, { kind: 'personal' })).text);
      const access = JSON.parse((await send('POST', '/api/token/refresh', {}, { refresh: personal })).text).access;
      const legacy = JSON.parse((await send('POST', '/api/current-user/reset-token', session)).text).token;
      const robot = inAnswer((await send('POST', `/v1/service-accounts/${serviceAccount.id}/reset-token`, session)).text);
      const verifier = inAnswer((await send('POST', '/v1/verifiers', session, { name: `verifier ${i}` })).text);
      const reset = JSON.parse((await send('POST', `/v1/users/${id}/password-reset`, session)).text).link.split('#')[1];
      const own = (await signIn()).cookie.split(/[=;]/)[1];
      const key = inAnswer((await send('POST', '/v1/api-keys', session, aKey)).text);
      const made = { query: 'mutation{createApiKey(data: {name: "by a key"}){id jwt}}' };
      const byKey = JSON.parse((await send('POST', '/graphql', { authorization: `Bearer ${key}` }, made)).text).data.createApiKey.jwt;
      canaries.push(personal, access, legacy, robot, verifier, reset, own, key, byKey);
    }
    const asking = { authorization: `Bearer ${inAnswer((await send('POST', '/v1/api-keys', session, aKey)).text)}` };
    // Every feature is used, rightly and wrongly, so that every way into a log or an error is taken.
    const answers: string[] = [];
    for (const canary of canaries) {
      answers.push((await send('GET', '/v1/users/me', { authorization: `Bearer ${canary}` })).text);
      answers.push((await send('GET', '/api/current-user/whoami', { authorization: `Token ${canary}` })).text);
      answers.push((await send('POST', '/api/token/refresh', {}, { refresh: `${canary}x` })).text);
      answers.push((await send('POST', '/v1/tokens', session, { kind: canary, name: 'x' })).text);
      answers.push((await send('GET', `/v1/users/${canary.slice(0, 200)}?access_token=${canary}`, {})).text);
      answers.push((await send('GET', '/v1/auth', { authorization: `Token ${canary}`, 'user-agent': canary })).text);
      answers.push((await send('POST', '/oauth/introspect', { authorization: `Bearer ${canary}` }, { token: canary })).text);
      const query = `{user(where: {id: "${canary}"}){id} users(first: "${canary}"){id}}`;
      answers.push((await send('POST', '/graphql', { authorization: `Bearer ${canary}x` }, { query })).text);
      answers.push((await send('POST', '/graphql', asking, { query, variables: { [canary]: canary } })).text);
    }
    answers.push(
      (await send('GET', '/v1/activity/replay?opened=true', session)).text,
      (await send('GET', '/v1/tokens?limit=200', session)).text,
    );
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const readiness = await (await fetch(`http://127.0.0.1:${metricsPort}/ready`)).text();
    await server.stop();
    expect(collector.spans().length).toBeGreaterThan(canaries.length);
    expect(server.output.split('"answered"').length).toBeGreaterThan(canaries.length);
    expect(metrics).toContain('keyledger_verdicts_total');
    // Neither is anybody's address or name where operators look.
    for (const text of [metrics, readiness, ...collector.bodies]) expect(text).not.toMatch(/example\.org|robot|verifier \d/);

    const files = (await readdir(server.directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const stored = await Promise.all(
      files.map(async ({ parentPath, name }) => [name, (await readFile(join(parentPath, name))).toString('latin1')]),
    );
    expect(stored.length).toBeGreaterThan(5);
    const bodies = collector.bodies.map((body) => ['a trace', body]);
    const places = [
      ...stored,
      ['the log', server.output],
      ['later answers', answers.join('\n')],
      ['metrics', metrics],
      ['readiness', readiness],
      ...bodies,
    ];
    const found = canaries.flatMap((canary) =>
      places.filter(([, text]) => spellings(canary).some((spelling) => text.includes(spelling))).map(([name]) => name),
    );
    expect(found).toEqual([]);
    expect(places.filter(([name, text]) => name !== 'later answers' && text.includes(network)).map(([name]) => name)).toEqual([]);
    await server.remove();
    await collector.close();
  });
});

/** The secret part of a credential in every spelling in which it could have been written somewhere. */
function spellings(credential: string): string[] {
  // Header and claims of a JWT are no secret; its signature is.
  const secret = credential.split('.').at(-1) as string;
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const hex = bytes.toString('hex');
  const all = [secret, hex, hex.toUpperCase(), ...base64, encodeURIComponent(secret), [...secret].reverse().join('')];
  return all.filter((text) => text.length >= 16);
}
