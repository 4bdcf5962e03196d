import { type Acts, day, of, overlapOf, status } from './lifecycle-step.js';
import type { Held } from './lifecycle-world.js';

const validity = 3 * day;
const asked = { name: 'key', role: 'annotator', validitySeconds: validity };

/** What people and their API keys do with API keys. */
export const keyActs: Acts = {
  makeKey: [
    3,
    async (world, model, person) => {
      if (!model.canAct(person.id)) return;
      const answer = await world.ask(world.session(person), 'POST', '/v1/api-keys', asked);
      status(answer, 201);
      const { id } = answer.body.apiKey;
      const key = {
        id,
        ...of(person),
        kind: 'api-key',
        generation: 1,
        order: model.issue(id, 1),
        expiresAt: model.now + validity,
      } as const;
      world.hold(model.signed(key), answer.body.credential);
    },
  ],
  makeKeyByKey: [
    3,
    async (world, model, person) => {
      const parent = world.latest(person.id, 'api-key');
      if (!parent) return;
      const headers = { authorization: `Bearer ${parent.credential}` };
      const answer = await world.app.request('POST', '/v1/api-keys', { headers, body: asked });
      status(answer, model.isGood(parent) ? 201 : 401);
      if (answer.status !== 201) return;
      await world.used(model, parent);
      const { id } = answer.body.apiKey;
      model.made.set(parent.id, [...(model.made.get(parent.id) ?? []), id]);
      const key = {
        id,
        ...of(person),
        kind: 'api-key',
        generation: 1,
        order: model.issue(id, 1),
        expiresAt: model.now + validity,
      } as const;
      world.hold(model.signed(key), answer.body.credential);
    },
  ],
  rotateKey: [
    3,
    async (world, model, person, choice) => {
      const held: Held | undefined = world.latest(person.id, 'api-key');
      if (!held || !model.canAct(person.id)) return;
      const isGood = model.isGood(held) && !model.replacedKeys.has(held.id);
      const overlap = overlapOf(choice);
      const answer = await world.ask(world.session(person), 'POST', `/v1/api-keys/${held.id}/rotate`, overlap);
      status(answer, isGood ? 201 : 409);
      if (answer.status !== 201) return;
      const { id } = answer.body.apiKey;
      model.replaceKey(held, id, overlap?.overlapSeconds, overlap?.endsOnFirstUse);
      const key = {
        id,
        ...of(person),
        kind: 'api-key',
        generation: 1,
        order: model.issue(id, 1),
        expiresAt: model.now + validity,
      } as const;
      world.hold(model.signed(key), answer.body.credential);
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
