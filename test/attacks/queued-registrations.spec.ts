import { describe, expect, it } from '@jest/globals';
import { Passwords } from '#credentials/password';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { runningApp } from '../support/running-app.js';

const password = 'seventeen-small-lamps';
const queued = 8;

describe('An owner whose session was stolen, and who is disabled', () => {
  const app = runningApp();
  const people = () => [...app().get(TokenValidity).principals.users.values()].filter(({ number }) => number !== null).map(({ id }) => id);
  const owners = () => Object.keys(app().get(TokenValidity).principals.organizations.get(app().owner.organizationId)?.owners ?? {});

  it('makes nobody an owner by registrations that wait for their turn to be hashed', async () => {
    const thief = await app().signIn(await app().register('owner'));
    const rescuer = await app().signIn();
    const { id } = (await app().request('GET', '/v1/users/me', { headers: thief })).body;
    const flood = Array.from({ length: queued }, (_, i) =>
      app().request('POST', '/v1/users', { headers: thief, body: { email: `accomplice-${i}@example.com`, role: 'owner', password } }),
    );
    expect((await app().request('POST', `/v1/users/${id}/disable`, { headers: rescuer })).status).toBe(200);
    const before = { people: people(), owners: owners() };
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect({ people: people(), owners: owners() }).toEqual(before);
    expect(statuses).toContain(401);
    expect(statuses.filter((status) => status !== 401 && status !== 201)).toEqual([]);
  });

  it.each(['disabled', 'made an administrator', 'made a reviewer'])(
    'registers no owner once %s while the password is hashed',
    async (deed) => {
      const thief = await app().register('owner');
      const headers = await app().signIn(thief);
      const rescuer = await app().signIn();
      const passwords = app().get(Passwords);
      const hash = passwords.hash.bind(passwords);
      passwords.hash = async (text) => {
        passwords.hash = hash;
        const answer =
          deed === 'disabled'
            ? await app().request('POST', `/v1/users/${thief.id}/disable`, { headers: rescuer })
            : await app().request('PUT', `/v1/users/${thief.id}/role`, { headers: rescuer, body: { role: deed.split(' ').at(-1) } });
        expect(answer.status).toBe(200);
        return hash(text);
      };
      const before = people();
      const { status } = await app().request('POST', '/v1/users', {
        headers,
        body: { email: 'one-more@example.com', role: 'owner', password },
      });
      expect(status).toBe(deed === 'disabled' ? 401 : 403);
      expect(people()).toEqual(before);
    },
  );
});
