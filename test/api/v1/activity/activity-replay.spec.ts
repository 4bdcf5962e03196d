import { describe, expect, it } from '@jest/globals';
import { ActivityExports } from '#api/features/activity/activity-exports';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../../../support/events.js';
import { eventually } from '../../../support/eventually.js';
import { lengthen } from '../../../support/operation.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity/replay', () => {
  describe('answers 200', () => {
    const app = runningApp();
    let url: Promise<string> | null = null;
    const listening = () => (url ??= app().listen());
    const everything = () => readEverything(app().get(EventStore), null);
    const replay = async (query = '') => {
      const answer = await app().request('GET', `/v1/activity/replay${query}`, { headers: await app().signIn() });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch('application/x-ndjson');
      return answer.text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    };

    it('with every stored envelope of the organization, in the order of the log', async () => {
      const { owner } = await app().secondOrganization();
      const lines = await replay();
      const types = lines.map(({ type }) => type);
      expect(types.slice(0, 2)).toEqual(['LogCreated', 'PepperAdded']);
      expect(types).toEqual(expect.arrayContaining(['UserRegistered', 'PasswordSet', 'MemberJoined']));
      const own = lines.filter(({ stream }) => stream !== 'installation');
      expect(new Set(own.map(({ organizationId }) => organizationId))).toEqual(new Set([app().owner.organizationId]));
      expect(JSON.stringify(lines)).not.toContain(owner.id);
      expect(Object.keys(lines[0]).sort()).toEqual([
        'actor',
        'causationId',
        'correlationId',
        'critical',
        'data',
        'id',
        'occurredAt',
        'organizationId',
        'position',
        'requestId',
        'revision',
        'schemaVersion',
        'stream',
        'type',
      ]);
      const places = lines.map((line) => BigInt(line.position.split(':')[1]));
      expect(places).toEqual([...places].sort((a, b) => Number(a - b)));
    });

    it('from any place on', async () => {
      const all = await replay();
      const after = await replay(`?after=${all[4].position}`);
      expect(after.slice(0, all.length - 5)).toEqual(all.slice(5));
    });

    it('with what was sealed, opened beside it, for owners', async () => {
      const line = (await replay('?opened=true')).find(({ type }) => type === 'UserRegistered');
      expect(line.data.email).toMatch(/^s1\./);
      expect(line.opened).toMatchObject({ email: 'owner@example.com' });
    });

    it('and is recorded itself, before the first line and after the last', async () => {
      const after = (await replay())[2].position;
      const lines = await replay(`?after=${after}&opened=true`);
      const begun = lines.at(-1);
      expect(begun).toMatchObject({ type: 'ActivityExported', actor: { id: app().owner.id } });
      expect(begun.data).toEqual({ after, filter: null, opened: true, follows: false });
      const ended = () => everything().then((events) => events.find(({ data }) => data.exportId === begun.id));
      await eventually(async () => {
        expect((await ended())?.data).toEqual({ exportId: begun.id, count: lines.length, lastPosition: begun.position, complete: true });
      });
    });

    it('without a line or a record where there is nothing but records of exports, however often it is asked', async () => {
      const { position } = (await replay()).at(-1);
      await eventually(async () => {
        const types = (await everything()).map(({ type }) => type);
        const count = (wanted: string) => types.filter((type) => type === wanted).length;
        expect(count('ActivityExportEnded')).toBe(count('ActivityExported'));
      });
      const headers = await app().signIn();
      const before = (await everything()).length;
      const after = `${position.split(':')[0]}:${before}`;
      for (let poll = 0; poll < 20; poll += 1) {
        const answer = await app().request('GET', `/v1/activity/replay?after=${after}`, { headers });
        expect([answer.status, answer.text]).toEqual([200, '']);
      }
      expect((await everything()).length).toBe(before);
      await app().get(ActivityExports).flush();
      const counted = (await everything()).slice(before);
      expect(counted.map(({ type, data, actor }) => [type, data.count, actor.id])).toEqual([['ActivityPolled', 20, app().owner.id]]);
      expect((await app().request('GET', `/v1/activity/replay?after=${after}`, { headers })).text).toBe('');
    });

    it('and breaks off where it cannot go on, since half of it must not look like all', async () => {
      await lengthen(app());
      const person = await app().register('auditor');
      const session = await app().signIn(person);
      const store = app().get(EventStore);
      const readAll = store.readAll.bind(store);
      let looks = 0;
      store.readAll = async (after, limit, isEnough) => {
        // The first read finds that there is something to send, the second whether anything is withheld; it is sent from the third on.
        if (after === null) looks += 1;
        if (looks === 3) await app().request('DELETE', '/v1/sessions/current', { headers: session });
        return readAll(after, limit, isEnough);
      };
      const answer = await fetch(`${await listening()}/v1/activity/replay`, { headers: session });
      expect(answer.status).toBe(200);
      await expect(answer.text()).rejects.toThrow('terminated');
      store.readAll = readAll;
    });

    it('while it follows, with what happens next', async () => {
      const { cookie } = await app().signIn();
      const abort = new AbortController();
      const response = await fetch(`${await listening()}/v1/activity/replay?follow=true`, { headers: { cookie }, signal: abort.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      let text = '';
      const person = await app().register('annotator');
      while (!text.includes(`"userId":"${person.id}"`)) text += Buffer.from((await reader.read()).value ?? []).toString();
      abort.abort();
      await reader.closed.catch(() => {});
      const [begun] = (await everything()).filter(({ type, data }) => type === 'ActivityExported' && data.follows === true);
      const ended = await eventually(async () => {
        const found = (await everything()).find(({ data }) => data.exportId === begun.id);
        expect(found).toBeDefined();
        return found?.data;
      });
      // More may have been sent than was read before the connection was cut. What is recorded is what was sent.
      const read = text.split('\n').slice(0, -1);
      const lines = await replay();
      const sent = lines.slice(0, lines.findIndex(({ position }) => position === ended?.lastPosition) + 1);
      expect(ended?.count).toBe(sent.length);
      expect(sent.slice(0, read.length).map(({ id }) => id)).toEqual(read.map((line) => JSON.parse(line).id));
    });

    it.each([
      ['signs out', () => ({ method: 'DELETE', path: '/v1/sessions/current', byThemselves: true })],
      ['is disabled', (id: string) => ({ method: 'POST', path: `/v1/users/${id}/disable` })],
      ['loses the role', (id: string) => ({ method: 'PUT', path: `/v1/users/${id}/role`, body: { role: 'manager' } })],
    ] as const)('while it follows, until anyone who follows %s', async (_what, deedOn) => {
      const person = await app().register('auditor');
      const session = await app().signIn(person);
      const following = await fetch(`${await listening()}/v1/activity/replay?follow=true`, { headers: session });
      const deed = { byThemselves: false, body: undefined, ...deedOn(person.id) };
      const headers = deed.byThemselves ? session : await app().signIn();
      expect((await app().request(deed.method, deed.path, { headers, body: deed.body })).status).toBeLessThan(300);
      const later = await app().register('annotator');
      expect(await following.text()).not.toContain(later.id);
    });

    it.each([
      ['until the access token that it was asked for with has had its time', async () => app().clock.advance(301)],
      [
        'until the key that signed this access token is retired',
        async () => {
          const headers = await app().signIn();
          const { items } = (await app().request('GET', '/v1/signing-keys', { headers })).body;
          const { kid } = items.find(({ status }: { status: string }) => status === 'active');
          expect((await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers })).status).toBe(204);
        },
      ],
    ])('while it follows, %s', async (_what, end) => {
      const { access } = await app().tokensOf(await app().register('auditor'));
      const headers = { authorization: `Bearer ${access}` };
      const following = await fetch(`${await listening()}/v1/activity/replay?follow=true`, { headers });
      await end();
      const later = await app().register('annotator');
      expect(await following.text()).not.toContain(later.id);
    });
  });
});
