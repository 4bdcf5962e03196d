import { expect } from '@jest/globals';

import { type Acts, day, of, status } from './lifecycle-step.js';

const ttl = 365 * day;

/** What a credential itself may do: make others, go on, and end with the key that signed it. */
export const tokenActs: Acts = {
  issueByLegacy: [
    3,
    async (world, model, person) => {
      const legacy = world.latest(person.id, 'legacy');
      if (!legacy) return;
      const headers = { authorization: `Token ${legacy.credential}` };
      const answer = await world.app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
      const isAllowed = !model.switchedOff.has(`${person.organizationId} personal`);
      status(answer, model.isGood(legacy) ? (isAllowed ? 201 : 403) : 401);
      if (answer.status !== 201) return;
      const id = answer.body.token.id;
      const held = { id, ...of(person), kind: 'personal', generation: 1, order: model.issue(id, 1), expiresAt: model.now + ttl } as const;
      model.hangingOnLegacy.set(id, held.order);
      world.hold(model.signed(held), answer.body.credential);
    },
  ],
  issueWithAnEnd: [
    2,
    async (world, model, person) => {
      if (!model.canAct(person.id)) return;
      const seconds = 3 * day;
      const expiresAt = new Date(world.app.clock.nowMs() + seconds * 1000).toISOString();
      const answer = await world.ask(world.session(person), 'POST', '/v1/tokens', { kind: 'personal', expiresAt });
      status(answer, model.switchedOff.has(`${person.organizationId} personal`) ? 403 : 201);
      if (answer.status !== 201) return;
      const id = answer.body.token.id;
      const held = {
        id,
        ...of(person),
        kind: 'personal',
        generation: 1,
        order: model.issue(id, 1),
        expiresAt: model.now + seconds,
      } as const;
      world.hold(model.signed(held), answer.body.credential);
    },
  ],
  /** A rotation by possession alone: the next token ends no later, and depends on what the one before depended on. */
  rotateByPossession: [
    3,
    async (world, model, person) => {
      const held = world.latest(person.id, 'personal');
      if (!held) return;
      const exchanged = await world.refresh(held.credential);
      status(exchanged, model.isGood(held) ? 200 : 401);
      if (exchanged.status !== 200) return;
      const headers = { authorization: `Bearer ${exchanged.body.access}` };
      const answer = await world.app.request('POST', '/api/token/rotate/', { headers, body: { refresh: held.credential } });
      status(answer, 200);
      expect(endOf(answer.body.refresh)).toBeLessThanOrEqual(endOf(held.credential));
      const { credential: _, ...before } = held;
      model.replace(held);
      world.hold(model.signed({ ...before, generation: held.generation + 1 }), answer.body.refresh);
    },
  ],
  retireKey: [
    1,
    async (world, model, _person, choice) => {
      // Seldom, for nothing signed is left then.
      if (choice % 3 !== 0) return;
      const headers = await world.session(world.app.owner);
      const { items } = (await world.app.request('GET', '/v1/signing-keys', { headers })).body;
      const { kid } = items.find((key: { status: string }) => key.status === 'active');
      status(await world.app.request('POST', `/v1/signing-keys/${kid}/retire`, { headers }), 204);
      model.retireKey();
    },
  ],
};

const endOf = (jwt: string): number => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString()).exp;
