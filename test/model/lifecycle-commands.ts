import { expect } from '@jest/globals';
import fc from 'fast-check';
import { keyActs } from './lifecycle-key-acts.js';
import { accountActs, ownerActs, restart } from './lifecycle-owner-acts.js';
import { ownerRaces } from './lifecycle-owner-races.js';
import { passwordActs } from './lifecycle-password-acts.js';
import { type Act, type Acts, day, LifecycleStep, never, of, overlapOf, status } from './lifecycle-step.js';
import { tokenActs } from './lifecycle-token-acts.js';

const ttl = 365 * day;
/** A session is over once it was idle for five days; none here is used for longer than it would be idle. */
const sessionIdle = 5 * day;

/** What people do with their own credentials. */
const personActs: Acts = {
  issue: [
    4,
    async (world, model, person) => {
      if (!model.canAct(person.id)) return;
      const answer = await world.ask(world.session(person), 'POST', '/v1/tokens', { kind: 'personal' });
      status(answer, model.switchedOff.has(`${person.organizationId} personal`) ? 403 : 201);
      if (answer.status !== 201) return;
      const id = answer.body.token.id;
      const held = { id, ...of(person), kind: 'personal', generation: 1, order: model.issue(id, 1), expiresAt: model.now + ttl } as const;
      world.hold(model.signed(held), answer.body.credential);
    },
  ],
  refresh: [
    4,
    async (world, model, person, choice) => {
      const ofPerson = world.held.filter(({ owner, kind }) => owner === person.id && kind === 'personal');
      const parent = choice % 3 === 0 ? ofPerson[choice % ofPerson.length] : ofPerson.at(-1);
      if (!parent) return;
      const answer = await world.refresh(parent.credential);
      status(answer, model.isGood(parent) ? 200 : 401);
      if (answer.status !== 200) return;
      const ends = Math.min(parent.expiresAt, model.now + 300);
      const keys = [...(parent.keys ?? []), model.key];
      world.hold({ ...parent, kind: 'access', expiresAt: ends, keys }, answer.body.access);
      await world.used(model, parent);
    },
  ],
  verify: [
    8,
    async (world, model, _person, choice) => {
      if (world.held.length > 0) await world.compare(model, world.held[choice % world.held.length]);
    },
  ],
  rotate: [
    3,
    async (world, model, person, choice) => {
      const held = world.latest(person.id, 'personal');
      if (!held || !model.canAct(person.id)) return;
      const overlap = overlapOf(choice);
      const answer = await world.ask(world.session(person), 'POST', `/v1/tokens/${held.id}/rotate`, overlap);
      expect(`rotated ${answer.status === 200}`).toBe(`rotated ${model.isGood(held)}`);
      if (answer.status !== 200) return;
      model.replace(held, overlap?.overlapSeconds, overlap?.endsOnFirstUse);
      model.hangingOnLegacy.delete(held.id);
      world.hold(model.signed({ ...held, generation: held.generation + 1, expiresAt: model.now + ttl }), answer.body.credential);
    },
  ],
  revoke: [
    3,
    async (world, model, person) => {
      const held = world.latest(person.id, 'personal');
      if (!held) return;
      status(await world.ask(world.ownerOf(model, person.organizationId), 'DELETE', `/v1/tokens/${held.id}`), 204);
      model.revoked.add(held.id);
    },
  ],
  endPrevious: [
    1,
    async (world, model, person) => {
      const held = world.latest(person.id, 'personal');
      if (!held || held.generation === 1) return;
      const path = `/v1/tokens/${held.id}/generations/${held.generation - 1}`;
      status(await world.ask(world.ownerOf(model, person.organizationId), 'DELETE', path), 204);
      model.overlaps.delete(held.id);
    },
  ],
  revokeAll: [
    1,
    async (world, model, person) => {
      // Two of the same millisecond are one that was repeated.
      world.app.clock.advance(1);
      model.now += 1;
      status(await world.ask(world.ownerOf(model, person.organizationId), 'POST', `/v1/users/${person.id}/revoke-tokens`), 200);
      model.revokeAllOf(person.id);
    },
  ],
  renew: [
    3,
    async (world, model, person) => {
      if (!model.canAct(person.id)) return;
      const answer = await world.ask(world.session(person), 'POST', '/api/current-user/reset-token/');
      status(answer, model.switchedOff.has(`${person.organizationId} legacy`) ? 403 : 201);
      if (answer.status !== 201) return;
      model.endLegacyOf(person.id);
      const id = `legacy ${person.id}`;
      const generation = (model.newest.get(id) ?? 0) + 1;
      world.hold(
        { id, ...of(person), kind: 'legacy', generation, order: model.issue(id, generation), expiresAt: never },
        answer.body.token,
      );
    },
  ],
  signIn: [
    1,
    async (world, model, person) => {
      const answer = await world.app.request('POST', '/v1/sessions', { body: { email: person.email, password: world.passwordOf(person) } });
      status(answer, model.canAct(person.id) ? 201 : 401);
      if (answer.status !== 201) return;
      const cookie = String([answer.headers['set-cookie']].flat()[0]).split(';')[0];
      const id = answer.body.id;
      world.hold(
        { id, ...of(person), kind: 'session', generation: 1, order: model.issue(id, 1), expiresAt: model.now + sessionIdle },
        cookie,
      );
    },
  ],
  signOut: [
    1,
    async (world, model, person) => {
      const held = world.latest(person.id, 'session');
      if (!held) return;
      const answer = await world.app.request('DELETE', '/v1/sessions/current', { headers: { cookie: held.credential } });
      status(answer, model.isGood(held) ? 204 : 401);
      if (answer.status === 204) model.revoked.add(held.id);
    },
  ],
};

const acts: Acts = {
  ...personActs,
  ...passwordActs,
  ...tokenActs,
  ...keyActs,
  ...ownerActs,
  ...ownerRaces,
  ...accountActs,
  restart: [1, restart],
};

const stepOf = ([name, [, act]]: [string, readonly [number, Act]]) =>
  fc.tuple(fc.nat(5), fc.nat(9_999)).map(([who, choice]) => new LifecycleStep(name, act, who, choice));

/** Every step as often as it weighs. */
export const steps = Object.entries(acts).flatMap((entry) => Array.from({ length: entry[1][0] }, () => stepOf(entry)));
