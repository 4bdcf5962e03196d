import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, position, uuid } from '../../../support/problem.js';
import { recordDue } from '../../../support/record-due.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity/events/{id}', () => {
  const app = runningApp();
  const get = async (path: string, headers?: Record<string, string>) =>
    app().request('GET', `/v1/activity${path}`, { headers: headers ?? (await app().signIn()) });
  const newest = async (query: string) => (await get(`?limit=1&${query}`)).body.items[0];

  describe('answers 200', () => {
    it('with the entry of the list and what else was stored, but for what no list shows', async () => {
      const { id } = await app().register('manager');
      const entry = await newest(`type=UserRegistered&subject=${id}`);
      const { related, ...event } = (await get(`/events/${entry.id}`)).body;
      expect(event).toEqual({
        ...entry,
        organizationId: app().owner.organizationId,
        correlationId: uuid,
        causationId: null,
        revision: 0,
        schemaVersion: 1,
        critical: true,
      });
      expect(related.map(({ type }: { type: string }) => type)).toEqual(expect.arrayContaining(['MemberJoined', 'EmailClaimed']));
      expect(JSON.stringify(event)).not.toContain('emailDigest');
    });

    it('with the effects of an act, which name it as their cause', async () => {
      const person = await app().register('manager');
      const body = { kind: 'personal', name: 'laptop' };
      await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      await recordDue(app());
      const disabled = await newest(`type=UserDisabled&subject=${person.id}`);
      const { related } = (await get(`/events/${disabled.id}?expand=names`)).body;
      const suspended = related.find(({ type }: { type: string }) => type === 'TokensSuspended');
      expect(suspended).toMatchObject({ id: uuid, position, occurredAt: isoTime, requestId: null, causationId: disabled.id });
      expect(suspended.names[person.id]).toEqual({ kind: 'user', name: null, email: person.email });
      const back = (await get(`/events/${suspended.id}`)).body;
      expect(back).toMatchObject({ causationId: disabled.id, correlationId: disabled.requestId });
      expect(back.related.map(({ id }: { id: string }) => id)).toContain(disabled.id);
      expect(back).not.toHaveProperty('names');
    });

    it('to everybody with what concerns them', async () => {
      const person = await app().register('annotator');
      const joined = await newest(`type=MemberJoined&subject=${person.id}`);
      const answer = await get(`/events/${joined.id}?expand=names`, await app().signIn(person));
      expect(answer.body).toMatchObject({ id: joined.id, type: 'MemberJoined' });
      expect(answer.text).not.toContain(app().owner.email);
    });
  });

  describe('answers 404', () => {
    it('for what does not concern a person who does not oversee the organization', async () => {
      const [one, other] = [await app().register('annotator'), await app().register('annotator')];
      const joined = await newest(`type=MemberJoined&subject=${one.id}`);
      expectProblem(await get(`/events/${joined.id}`, await app().signIn(other)), 404, 'activity/event-not-found');
    });

    it('for what happened in another organization', async () => {
      const { owner } = await app().secondOrganization();
      const { id } = await newest('type=UserRegistered');
      expectProblem(await get(`/events/${id}`, await app().signIn(owner)), 404, 'activity/event-not-found');
    });

    it.each(['00000000-0000-4000-8000-000000000000', 'nothing'])('for %s, which is the id of nothing', async (id) => {
      expectProblem(await get(`/events/${id}`), 404, 'activity/event-not-found');
    });
  });

  it('answers 400 where something else than names is asked for', async () => {
    const { id } = await newest('type=UserRegistered');
    expectProblem(await get(`/events/${id}?expand=texts`), 400, 'request/invalid', ['expand']);
  });
});
