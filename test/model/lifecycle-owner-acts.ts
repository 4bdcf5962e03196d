import type { LifecycleModel } from './lifecycle-model.js';
import { type Act, type Acts, day, never, overlapOf, status } from './lifecycle-step.js';
import type { Account, Held, LifecycleWorld } from './lifecycle-world.js';

/** What owners do to people and settings; and time. */
export const ownerActs: Acts = {
  switchType: [
    3,
    async (world, model, { organizationId }, choice) => {
      const kind = choice % 2 === 0 ? 'personal' : 'legacy';
      const setting = kind === 'personal' ? 'personalAccessTokensEnabled' : 'legacyTokensEnabled';
      const key = `${organizationId} ${kind}`;
      const on = model.switchedOff.has(key);
      status(await world.ask(world.ownerOf(model, organizationId), 'PATCH', '/v1/organization', { [setting]: on }), 200);
      if (on) model.switchedOff.delete(key);
      else model.switchedOff.add(key);
    },
  ],
  disable: [
    3,
    async (world, model, person) => {
      if (model.gone.has(person.id)) return;
      const { id, organizationId } = person;
      const isAllowed = model.disabled.has(id) || model.mayLose(organizationId, id);
      const answer = await world.ask(world.ownerOf(model, organizationId, id), 'POST', `/v1/users/${id}/disable`);
      status(answer, isAllowed ? 200 : 409);
      if (!isAllowed) return;
      if (!model.disabled.has(id)) model.endSignIns(id, null);
      model.disabled.add(id);
    },
  ],
  enable: [
    4,
    async (world, model, { id, organizationId }) => {
      const answer = await world.ask(world.ownerOf(model, organizationId), 'POST', `/v1/users/${id}/enable`);
      status(answer, model.gone.has(id) ? 409 : 200);
      model.disabled.delete(id);
    },
  ],
  changeRole: [
    2,
    async (world, model, { id, organizationId }, choice) => {
      if (model.gone.has(id)) return;
      const owners = model.owners.get(organizationId) as Set<string>;
      const role = choice % 2 === 0 ? 'owner' : 'reviewer';
      const isAllowed = role === 'owner' ? !model.disabled.has(id) : model.mayLose(organizationId, id);
      const answer = await world.ask(world.ownerOf(model, organizationId, id), 'PUT', `/v1/users/${id}/role`, { role });
      status(answer, isAllowed ? 200 : 409);
      if (!isAllowed) return;
      model.roles.set(id, role);
      if (role === 'owner') owners.add(id);
      else owners.delete(id);
    },
  ],
  erase: [
    1,
    async (world, model, { id, organizationId }, choice) => {
      // Seldom, for nobody is left otherwise.
      if (choice % 4 !== 0 || model.gone.has(id)) return;
      if (world.people.filter((person) => person.organizationId === organizationId && !model.gone.has(person.id)).length < 3) return;
      const answer = await world.ask(world.ownerOf(model, organizationId, id), 'POST', `/v1/users/${id}/erase`);
      status(answer, model.disabled.has(id) ? 200 : 409);
      if (answer.status !== 200) return;
      model.gone.add(id);
      model.owners.get(organizationId)?.delete(id);
    },
  ],
  move: [
    3,
    async (world, model, _person, choice) => {
      const seconds = [10, 200, 3600, 6 * day, 100 * day][choice % 5];
      world.app.clock.advance(seconds);
      model.now += seconds;
    },
  ],
};

const hold = (world: LifecycleWorld, model: LifecycleModel, account: Account, credential: string) => {
  const generation = (world.latest(account.id, 'service-account')?.generation ?? 0) + 1;
  const token: Omit<Held, 'credential'> = {
    id: account.id,
    ...{ owner: account.id, organization: account.organizationId },
    kind: 'service-account',
    generation,
    order: model.issue(account.id, generation),
    expiresAt: never,
  };
  world.hold(token, credential);
};

/** What owners do to service accounts. */
export const accountActs: Acts = {
  createOrReset: [
    2,
    async (world, model, { organizationId }, choice) => {
      const session = world.ownerOf(model, organizationId);
      const known = world.accounts.get(organizationId);
      const overlap = overlapOf(choice);
      const answer = known
        ? await world.ask(session, 'POST', `/v1/service-accounts/${known.id}/reset-token`, overlap)
        : await world.ask(session, 'POST', '/v1/service-accounts', { name: 'robot', role: 'manager' });
      status(answer, known ? 200 : 201);
      const account = known ?? { id: answer.body.serviceAccount.id, organizationId };
      world.accounts.set(organizationId, account);
      const newest = world.latest(account.id, 'service-account');
      if (newest) model.replace(newest, overlap?.overlapSeconds, overlap?.endsOnFirstUse);
      hold(world, model, account, answer.body.credential);
    },
  ],
  deleteAccount: [
    1,
    async (world, model, { organizationId }) => {
      const account = world.accounts.get(organizationId);
      if (!account) return;
      status(await world.ask(world.ownerOf(model, organizationId), 'DELETE', `/v1/service-accounts/${account.id}`), 204);
      model.gone.add(account.id);
      world.accounts.delete(organizationId);
    },
  ],
};

/** Rarely, for it takes a second. */
export const restart: Act = async (world, _model, _person, choice) => {
  if (choice % 10 === 0) await world.app.restart();
};
