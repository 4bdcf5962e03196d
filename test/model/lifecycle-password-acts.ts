import { type Acts, of, status } from './lifecycle-step.js';
import type { Held, LifecycleWorld } from './lifecycle-world.js';

const linkSeconds = 3600;

/** Any link that was ever made for the person, so that those in reserve are tried, too. */
const someLink = (world: LifecycleWorld, ownerId: string, choice: number): Held | undefined => {
  const links = world.held.filter(({ kind, owner }) => kind === 'password-reset' && owner === ownerId);
  return links[choice % links.length];
};

/** New passwords, by a link or by a person in a session. */
export const passwordActs: Acts = {
  askForLink: [
    3,
    async (world, model, person) => {
      const requester = world.actingOwner(model, person.organizationId);
      const answer = await world.ask(world.session(requester), 'POST', `/v1/users/${person.id}/password-reset`);
      status(answer, model.canAct(person.id) ? 201 : 409);
      if (answer.status !== 201) return;
      const id = `link ${answer.body.link}`;
      const link = {
        id,
        ...of(person),
        kind: 'password-reset',
        generation: 1,
        order: model.issue(id, 1),
        requester: requester.id,
      } as const;
      world.hold({ ...link, expiresAt: model.now + linkSeconds }, answer.body.link.split('#')[1]);
    },
  ],
  redeem: [
    1,
    async (world, model, person, choice) => {
      const link = someLink(world, person.id, choice);
      if (!link) return;
      const newPassword = `a-password-chosen-${choice}-times`;
      const body = { secret: link.credential, newPassword };
      const answer = await world.app.request('POST', '/v1/password-resets', { body });
      status(answer, model.isGood(link) ? 204 : 403);
      if (answer.status !== 204) return;
      world.passwords.set(person.id, newPassword);
      model.endSignIns(person.id, null);
    },
  ],
  changePassword: [
    1,
    async (world, model, person, choice) => {
      const session = world.latest(person.id, 'session');
      if (!session) return;
      const newPassword = `a-password-picked-${choice}-times`;
      const body = { currentPassword: world.passwordOf(person), newPassword };
      const answer = await world.app.request('PUT', '/v1/users/me/password', { headers: { cookie: session.credential }, body });
      status(answer, model.isGood(session) ? 204 : 401);
      if (answer.status !== 204) return;
      world.passwords.set(person.id, newPassword);
      model.endSignIns(person.id, session.id);
    },
  ],
};
