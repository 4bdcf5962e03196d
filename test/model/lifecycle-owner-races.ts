import { expect } from '@jest/globals';
import type { Acts } from './lifecycle-step.js';

/** What owners do at the same moment. Which of them is first nobody knows, so the model takes over what was answered. */
export const ownerRaces: Acts = {
  /** Two owners take the role from each other: whatever happens, somebody is left who can act as an owner. */
  demoteEachOther: [
    1,
    async (world, model, { organizationId }) => {
      const owners = model.owners.get(organizationId) as Set<string>;
      const [one, other] = world.people.filter(({ id }) => owners.has(id) && model.canAct(id));
      if (!other) return;
      const sessions = [await world.session(one), await world.session(other)];
      const answers = await Promise.all(
        [other, one].map(({ id }, at) =>
          world.app.request('PUT', `/v1/users/${id}/role`, { headers: sessions[at], body: { role: 'reviewer' } }),
        ),
      );
      for (const [at, { id }] of [other, one].entries()) {
        expect([200, 403, 409]).toContain(answers[at].status);
        if (answers[at].status !== 200) continue;
        model.roles.set(id, 'reviewer');
        owners.delete(id);
      }
      expect([...owners].some((id) => model.canAct(id))).toBe(true);
    },
  ],
};
