import { expect } from '@jest/globals';
import type { Person } from '../support/test-app.js';
import type { LifecycleModel, ModelRole } from './lifecycle-model.js';
import { type Acts, day, of, overlapOf, status } from './lifecycle-step.js';
import type { LifecycleWorld } from './lifecycle-world.js';

const validity = 3 * day;
const asked = { name: 'key', validitySeconds: validity };
const keyRoles = ['annotator', 'manager', 'administrator'] as const;

interface Made {
  readonly apiKey: { readonly id: string };
  readonly credential: string;
}

function hold(world: LifecycleWorld, model: LifecycleModel, person: Person, role: ModelRole, { apiKey: { id }, credential }: Made): void {
  const key = {
    id,
    ...of(person),
    role,
    kind: 'api-key',
    generation: 1,
    order: model.issue(id, 1),
    expiresAt: model.now + validity,
  } as const;
  world.hold(model.signed(key), credential);
}

/** What people and their API keys do with API keys. */
export const keyActs: Acts = {
  makeKey: [
    3,
    async (world, model, person, choice) => {
      if (!model.canAct(person.id)) return;
      const role = keyRoles[choice % keyRoles.length];
      const answer = await world.ask(world.session(person), 'POST', '/v1/api-keys', { ...asked, role });
      status(answer, model.reaches(person.id, role) ? 201 : 403);
      if (answer.status === 201) hold(world, model, person, role, answer.body);
    },
  ],
  /** A key makes keys that are no higher than itself is at that moment. */
  makeKeyByKey: [
    3,
    async (world, model, person) => {
      const parent = world.latest(person.id, 'api-key');
      if (!parent) return;
      const headers = { authorization: `Bearer ${parent.credential}` };
      const role = model.roleOf(parent);
      const answer = await world.app.request('POST', '/v1/api-keys', { headers, body: { ...asked, role } });
      status(answer, model.isGood(parent) ? 201 : 401);
      if (answer.status !== 201) return;
      await world.used(model, parent);
      model.made.set(parent.id, [...(model.made.get(parent.id) ?? []), answer.body.apiKey.id]);
      hold(world, model, person, role, answer.body);
    },
  ],
  /** A replay is for administrators and owners, and has nothing of another organization. */
  replayByKey: [
    2,
    async (world, model, person) => {
      const key = world.latest(person.id, 'api-key');
      if (!key) return;
      const headers = { authorization: `Bearer ${key.credential}` };
      const answer = await world.app.request('GET', '/v1/activity/replay', { headers });
      const isOverseer = ['administrator', 'owner'].includes(model.roleOf(key));
      status(answer, model.isGood(key) ? (isOverseer ? 200 : 403) : 401);
      if (answer.status === 401) return;
      await world.used(model, key);
      if (answer.status === 403) return;
      const events = answer.text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      const others = events.filter(({ stream, organizationId }) => stream !== 'installation' && organizationId !== person.organizationId);
      expect(others).toEqual([]);
    },
  ],
  rotateKey: [
    3,
    async (world, model, person, choice) => {
      const held = world.latest(person.id, 'api-key');
      if (!held || !model.canAct(person.id)) return;
      const { role = 'annotator' } = held;
      const overlap = overlapOf(choice);
      const answer = await world.ask(world.session(person), 'POST', `/v1/api-keys/${held.id}/rotate`, overlap);
      const isGood = model.isGood(held) && !model.replacedKeys.has(held.id);
      status(answer, isGood ? (model.reaches(person.id, role) ? 201 : 403) : 409);
      if (answer.status !== 201) return;
      model.replaceKey(held, answer.body.apiKey.id, overlap?.overlapSeconds, overlap?.endsOnFirstUse);
      hold(world, model, person, role, answer.body);
    },
  ],
  deleteKey: [
    1,
    async (world, model, person) => {
      const key = world.latest(person.id, 'api-key');
      if (!key || model.gone.has(person.id)) return;
      const path = `/v1/api-keys/${key.id}?descendants=true`;
      status(await world.ask(world.ownerOf(model, person.organizationId), 'DELETE', path), 204);
      model.revokeWithAllMade(key.id);
    },
  ],
};
