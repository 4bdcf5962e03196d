import { beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../support/events.js';
import { runningApp } from '../../support/running-app.js';
import type { Person } from '../../support/test-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

/** Mutations by an administrator's key, each on something of which a new use may be made. */
const mutations: Readonly<Record<string, (person: Person) => string>> = {
  createApiKey: ({ email }) => `createApiKey(data: {name: "x", targetUserEmailId: "${email}", role: "Labeler"}){id jwt}`,
  updateUser: ({ id }) => `updateUser(where: {id: "${id}"}, data: {deleted: true}){id}`,
  setOrganizationRole: ({ id }) => `setOrganizationRole(data: {userId: "${id}", roleId: "annotator"}){id}`,
};

describe('A key that has lost the right between the admission of a request and its decision', () => {
  const app = runningApp();
  let administrator: Person;
  beforeAll(async () => {
    administrator = await app().register('administrator');
  });
  const change = async (method: string, path: string, body?: unknown) =>
    expect((await app().request(method, path, { headers: await app().signIn(), body })).status).toBeLessThan(300);

  /** The command waits until `lose` is done. */
  const losing = async (lose: () => Promise<unknown>, asker: Asker, query: string) => {
    const bus = app().get(CommandBus);
    const execute = bus.execute;
    bus.execute = async (command: unknown) => {
      bus.execute = execute;
      await lose();
      return execute.call(bus, command as never) as never;
    };
    try {
      return await asker.ask(query);
    } finally {
      bus.execute = execute;
    }
  };
  const byKey = async ({ keyId }: Asker) =>
    (await readEverything(app().get(EventStore), null)).filter(({ actor }) => actor.credentialId === keyId).map(({ type }) => type);

  const losses: Record<string, (asker: Asker) => { lose: () => Promise<unknown>; restore: () => Promise<unknown> }> = {
    'was deleted': ({ keyId }) => ({ lose: () => change('DELETE', `/v1/api-keys/${keyId}`), restore: async () => {} }),
    'has a person who was disabled': ({ person }) => ({
      lose: () => change('POST', `/v1/users/${person.id}/disable`),
      restore: () => change('POST', `/v1/users/${person.id}/enable`),
    }),
    'has a person who was made a manager': ({ person }) => ({
      lose: () => change('PUT', `/v1/users/${person.id}/role`, { role: 'manager' }),
      restore: () => change('PUT', `/v1/users/${person.id}/role`, { role: 'administrator' }),
    }),
  };
  const cases = Object.keys(losses).flatMap((loss) => Object.keys(mutations).map((mutation) => [loss, mutation] as const));

  it.each(cases)('because it %s decides nothing by %s, which would else be done', async (loss, name) => {
    const asker = await askerOf(app(), administrator, 'administrator');
    const query = `mutation{${mutations[name](await app().register('reviewer'))}}`;
    const { lose, restore } = losses[loss](asker);
    const answer = await losing(lose, asker, query);
    const decided = await byKey(asker);
    await restore();
    expect([String((refusalOf(answer) as unknown[])[1]), decided]).toEqual([expect.stringMatching(/^AUTH/), []]);
    const again = await askerOf(app(), administrator, 'administrator');
    expect((await again.ask(query)).status).toBe(200);
  });
});
