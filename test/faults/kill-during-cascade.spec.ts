import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '#event-store/envelope';
import { Client } from '../support/client.js';
import { randomOf } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { isFullRun } from '../support/full-run.js';
import { ServerProcess } from '../support/server-process.js';

const rounds = isFullRun ? 40 : 2;
const tokens = 30;
const email = 'often@example.org';

async function logOf(server: ServerProcess): Promise<Recorded[]> {
  const { cookie } = await Client.signIn(server);
  const text = await (await fetch(`${server.url}/v1/activity/replay`, { headers: { cookie } })).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('A server that is killed while it records what a cause did', () => {
  it(`records it whole and once, in each of ${rounds} rounds (SR-57)`, async () => {
    const random = randomOf(7);
    const server = await ServerProcess.start();
    const owner = await Client.signIn(server);
    const id = await owner.registerPerson(email, 'manager');
    const person = await Client.signIn(server, email);
    for (let i = 0; i < tokens; i += 1) await person.request('POST', '/v1/tokens', { kind: 'personal' });
    for (let round = 0; round < rounds; round += 1) {
      const own = await Client.signIn(server);
      expect((await own.request('POST', `/v1/users/${id}/${round % 2 === 0 ? 'disable' : 'enable'}`)).status).toBe(200);
      // The worker looks once a second, and then needs some milliseconds.
      await new Promise((resolve) => setTimeout(resolve, random(1300)));
      await server.kill9();
      await server.restart();
      await eventually(async () => {
        const done = (await logOf(server)).filter(({ type }) => type === 'CascadeCompleted');
        expect(done.map(({ data }) => data.tokens)).toEqual(Array(round + 1).fill(tokens));
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const log = await logOf(server);
    const causes = log.filter(({ type }) => /^User(Dis|En)abled$/.test(type));
    expect(causes).toHaveLength(rounds);
    for (const cause of causes) {
      const written = log.filter(({ stream }) => stream === `cascade-${cause.id}`);
      const effect = cause.type === 'UserDisabled' ? 'TokensSuspended' : 'TokensResumed';
      expect(written.map(({ type }) => type)).toEqual([effect, 'CascadeCompleted']);
      expect(new Set(written[0].data.tokenIds as string[]).size).toBe(tokens);
    }
    await server.remove();
  });
});
