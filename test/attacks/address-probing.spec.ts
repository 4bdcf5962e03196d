import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { operatorIn } from '#api/edge/authentication/operator';
import { RegisterUser } from '#api/features/users/register-user.command';
import { Passwords } from '#credentials/password';
import { Vault } from '#credentials/vault';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { heldRefusedAttempts } from '../support/held-refused-attempts.js';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';

const each = 20;
const kinds = ['known', 'unknown', 'disabled', 'erased', 'of another organization'] as const;

describe('Somebody who signs in with one address after another', () => {
  const app = runningApp({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' });
  const addresses = new Map<string, string[]>();
  const password = 'a-quiet-and-long-river';
  /** Within it is what a request asks for; what timers of the application ask for meanwhile is not. */
  const request = new AsyncLocalStorage<true>();

  const register = async (organizationId: string) => {
    const email = `probed-${addresses.size}-${Math.random()}@example.com`;
    const by = operatorIn(organizationId, app().origin(organizationId));
    const { id } = await app()
      .get(CommandBus)
      .execute(new RegisterUser(by, { email, role: 'annotator', password }));
    return { id, email };
  };

  beforeAll(async () => {
    // All passwords are checked alike, so what they cost is left out: it is counted how often that is asked for.
    jest.spyOn(app().get(Passwords), 'hash').mockImplementation(async (text) => `hash of ${text}`);
    jest.spyOn(app().get(Passwords), 'isOutdated').mockReturnValue(false);
    const owner = await app().signIn();
    const other = await app().secondOrganization();
    for (const kind of kinds) {
      const emails: string[] = [];
      addresses.set(kind, emails);
      for (let i = 0; i < each; i += 1) {
        if (kind === 'unknown') emails.push(`nobody-${i}@example.com`);
        else {
          const { id, email } = await register(kind === 'of another organization' ? other.organizationId : app().owner.organizationId);
          emails.push(email);
          const act = (what: string) => app().request('POST', `/v1/users/${id}/${what}`, { headers: owner });
          if (kind === 'disabled' || kind === 'erased') await act('disable');
          if (kind === 'erased') await act('erase');
        }
      }
    }
    // The key of a day is made by the first one of that day, and the first attempt of a minute is recorded in another way than the next.
    app().clock.stop();
    heldRefusedAttempts(app());
  });

  /** What is asked of the ports, in that order, and what is answered, but for what tells each request from others. */
  async function observed(kind: string, tried: string) {
    const asked: string[] = [];
    const spies = [
      jest.spyOn(app().get(Passwords), 'matches').mockImplementation(async (text, phc) => {
        asked.push('matches');
        return phc === `hash of ${text}`;
      }),
    ];
    const watch = (port: object, name: string) => {
      const original = (port as Record<string, (...parts: unknown[]) => unknown>)[name].bind(port);
      const spy = jest.spyOn(port as never, name as never) as unknown as jest.SpiedFunction<(...parts: unknown[]) => unknown>;
      spy.mockImplementation((...parts) => {
        if (request.getStore()) asked.push(name);
        return original(...parts);
      });
      spies.push(spy as never);
    };
    for (const name of ['secret', 'dataKey', 'createDataKey', 'putSecret']) watch(app().get(Vault), name);
    for (const name of ['append', 'readStream', 'readAll']) watch(app().get(EventStore), name);
    const answers: unknown[] = [];
    for (const [i, email] of (addresses.get(kind) as string[]).entries()) {
      const sent = { body: { email, password: tried }, headers: { 'x-forwarded-for': `10.7.${i}.1` } };
      const { status, headers, text } = await request.run(true, () => app().request('POST', '/v1/sessions', sent));
      const { 'x-request-id': requestId, 'keyledger-request-id': id, date: _, ...rest } = headers;
      answers.push({ status, headers: rest, text: text.replaceAll(String(requestId ?? id), 'request') });
      asked.push('answered');
    }
    for (const spy of spies) spy.mockRestore();
    return { asked, answers };
  }

  it('asks for the same work and hears the same, whatever became of the address', async () => {
    // The first one of a day begins the key of the day, for whomever it is.
    await app().request('POST', '/v1/sessions', { body: { email: 'first@example.com', password: 'not-the-right-password' } });
    const seen = [];
    for (const kind of kinds) seen.push(await observed(kind, 'not-the-right-password'));
    for (const { asked } of seen) expect(asked).toEqual(seen[0].asked);
    for (const { answers } of seen) expect(answers).toEqual(seen[0].answers);
    expect(seen[0].asked.slice(0, 5)).toEqual(['secret', 'matches', 'dataKey', 'append', 'answered']);
  });

  it('does so with the right password of somebody who is disabled, too', async () => {
    const [disabled, unknown] = [await observed('disabled', password), await observed('unknown', password)];
    expect(disabled).toEqual(unknown);
  });
});

describe('Somebody with a stolen API credential of an administrator', () => {
  const app = runningApp();
  const hour = 3600;

  it('is told ten times an hour that an address is taken, here or elsewhere alike, and then registers nobody', async () => {
    const flush = heldRefusedAttempts(app());
    const administrator = await app().register('administrator');
    const { owner } = await app().secondOrganization();
    const { access, tokenId } = await app().tokensOf(administrator);
    const register = (email: string) =>
      app().request('POST', '/v1/users', { headers: { authorization: `Bearer ${access}` }, body: { email, role: 'annotator' } });
    const taken = [app().owner.email, owner.email];
    const told = await Promise.all(Array.from({ length: 20 }, (_, i) => register(taken[i % 2])));
    expect(told.map(({ status }) => status).sort()).toEqual([...Array(10).fill(409), ...Array(10).fill(429)]);
    const bodies = told
      .filter(({ status }) => status === 409)
      .map(({ body: { instance: _, requestId: __, ...body } }) => JSON.stringify(body));
    expect(new Set(bodies).size).toBe(1);
    const refused = await register('nobody-has-this@example.org');
    expectProblem(refused, 429, 'email/asked-too-often');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(hour - 120);
    await flush();
    const events = await readEverything(app().get(EventStore), null);
    const attempts = events.flatMap(({ type, data }) => (type === 'AttemptsRefused' ? (data.attempts as { tokenId: string }[]) : []));
    expect(attempts.filter((attempt) => attempt.tokenId === tokenId)).toMatchObject([{ reason: 'email/taken', count: 10 }]);
  });

  it('keeps no other credential from registering people, nor this one for longer than the hour', async () => {
    const administrator = await app().register('administrator');
    const { access, personal } = await app().tokensOf(administrator);
    const register = (email: string, headers: Record<string, string>) =>
      app().request('POST', '/v1/users', { headers, body: { email, role: 'annotator' } });
    for (let i = 0; i < 11; i += 1) await register(app().owner.email, { authorization: `Bearer ${access}` });
    expect((await register('first@example.org', await app().signIn(administrator))).status).toBe(201);
    const { access: other } = await app().tokensOf(administrator);
    expect((await register('second@example.org', { authorization: `Bearer ${other}` })).status).toBe(201);
    app().clock.advance(hour);
    const again = await app().exchange(personal);
    expect((await register('third@example.org', { authorization: `Bearer ${again}` })).status).toBe(201);
  });
});
