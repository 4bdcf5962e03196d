import { describe, expect, it } from '@jest/globals';
import { PagedExports } from '#api/features/activity/paged-exports';
import { RefusedAttempts } from '#api/features/activity/refused-attempts';
import { expectProblem, isoTime, position, uuid } from '../../../support/problem.js';
import { recordDue } from '../../../support/record-due.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity', () => {
  describe('answers 200', () => {
    const app = runningApp();
    interface Entry {
      id: string;
      type: string;
      position: string;
      occurredAt: string;
      requestId: string | null;
      actor: { id: string; credentialId: string };
      details: Record<string, unknown>;
    }
    const list = async (query = '', headers?: Record<string, string>) =>
      (await app().request('GET', `/v1/activity${query}`, { headers: headers ?? (await app().signIn()) })).body as {
        items: Entry[];
        nextCursor: string | null;
      };

    it('with who did what, to what, with which credential and when', async () => {
      const session = await app().signIn();
      const { token } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name: 'laptop' } })).body;
      const [sessionToken] = (await app().request('GET', '/v1/sessions', { headers: session })).body.items;
      await app().request('DELETE', `/v1/tokens/${token.id}`, { headers: session });
      const { items } = await list(`?subject=${token.id}`);
      expect(items.map(({ type }) => type)).toEqual(['TokenRevoked', 'TokenIssued']);
      expect(items[1]).toEqual({
        id: uuid,
        position,
        occurredAt: isoTime,
        type: 'TokenIssued',
        stream: `token-${token.id}`,
        requestId: expect.any(String),
        actor: { kind: 'user', id: app().owner.id, credentialId: sessionToken.id },
        details: { kind: 'personal', ownerKind: 'user', ownerId: app().owner.id, generation: 1, expiresAt: token.expiresAt },
      });
    });

    it('newest first, page by page, without gap or repetition while more happens', async () => {
      const headers = await app().signIn();
      const whole = await list('?limit=200', headers);
      const paged: Entry[] = [];
      let query = '?limit=3';
      for (;;) {
        const { items, nextCursor } = await list(query, headers);
        paged.push(...items);
        if (nextCursor === null) break;
        query = `?limit=3&cursor=${nextCursor}`;
        await app().register('annotator');
      }
      expect(paged).toEqual(whole.items);
    });

    it('and records an export once, however many pages it has', async () => {
      const headers = await app().signIn();
      const exports = async () => (await list('?type=ActivityExported', headers)).items.length;
      const before = await exports();
      const { nextCursor } = await list('?export=true&limit=2', headers);
      await list(`?export=true&limit=2&cursor=${nextCursor}`, headers);
      await list('?export=false&limit=2', headers);
      expect(await exports()).toBe(before + 1);
    });

    it('and records with an export what it was narrowed down to, and with its end how much that was', async () => {
      const headers = await app().signIn();
      await app().register('annotator');
      expect((await list('?export=true&limit=2&actor=test&from=2020-01-01', headers)).items).toHaveLength(2);
      const { items, nextCursor } = await list('?export=true&limit=2&type=TokenIssued', headers);
      const rest = await list(`?export=true&limit=200&type=TokenIssued&cursor=${nextCursor}`, headers);
      const [ended] = (await list('?type=ActivityExportEnded', headers)).items;
      const [begun, narrowed] = (await list('?type=ActivityExported', headers)).items;
      expect(begun.details).toEqual({ after: null, filter: { type: 'TokenIssued' }, opened: false, follows: false });
      const count = items.length + rest.items.length;
      expect(ended.details).toEqual({ exportId: begun.id, count, lastPosition: rest.items.at(-1)?.position, complete: true });
      // A text that was typed in place of an id is sealed and not shown here, because it may be an address.
      expect(narrowed.details.filter).toEqual({ from: '2020-01-01T00:00:00.000Z' });
    });

    it('with the entries of each of several types, of one request, and of both', async () => {
      const headers = await app().signIn();
      const person = await app().register('annotator');
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      await app().request('POST', `/v1/users/${person.id}/enable`, { headers });
      const typesOf = async (query: string) => (await list(query, headers)).items.map(({ type }) => type);
      expect(await typesOf(`?type=UserDisabled&type=UserEnabled&subject=${person.id}`)).toEqual(['UserEnabled', 'UserDisabled']);
      const both = (await list('?type=UserDisabled&type=UserEnabled&limit=1', headers)) as { items: Entry[]; nextCursor: string };
      expect(both.items.map(({ type }) => type)).toEqual(['UserEnabled']);
      expect(await typesOf(`?type=UserDisabled&type=UserEnabled&limit=1&cursor=${both.nextCursor}`)).toEqual(['UserDisabled']);
      const { requestId } = both.items[0];
      expect(new Set((await list(`?requestId=${requestId}`, headers)).items.map((entry) => entry.requestId))).toEqual(new Set([requestId]));
      expect(await typesOf(`?requestId=${requestId}&type=UserEnabled`)).toEqual(['UserEnabled']);
      expect(await typesOf(`?requestId=${requestId}&type=UserDisabled`)).toEqual([]);
      expect(await typesOf('?requestId=00000000-0000-4000-8000-000000000000')).toEqual([]);
    });

    it('with the entries that name somebody or something so called, page by page, for those who see the names', async () => {
      const headers = await app().signIn();
      const body = { email: 'searched-for@example.org', role: 'manager', firstName: 'Zoë', password: 'a-long-and-quiet-river' };
      const { id } = (await app().request('POST', '/v1/users', { headers, body })).body;
      for (const act of ['disable', 'enable', 'disable']) await app().request('POST', `/v1/users/${id}/${act}`, { headers });
      const about = (await list(`?subject=${id}&limit=200`, headers)).items;
      const [byAddress, byName] = [await list('?q=SEARCHED-FOR%40&limit=200', headers), await list('?q=zo%C3%AB&limit=200', headers)];
      expect(byAddress.items).toEqual(about);
      expect(byName).toEqual(byAddress);
      expect(byAddress.items[0]).not.toHaveProperty('names');
      expect((await list('?q=searched-for&limit=1&expand=names', headers)).items[0]).toMatchObject({ names: { [id]: { kind: 'user' } } });
      const paged: Entry[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`?q=searched-for&limit=2${cursor && `&cursor=${cursor}`}`, headers);
        paged.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(about);
      expect((await list('?q=nobody-is-called-this', headers)).items).toEqual([]);
      const reviewer = await app().register('reviewer');
      const { items } = await list('?q=searched-for&limit=200', await app().signIn(reviewer));
      expect(items).toEqual([]);
    });

    it('and records an export by several types, by a request and by a text, which is sealed', async () => {
      const headers = await app().signIn();
      const { email } = await app().register('annotator');
      await list(`?export=true&type=UserRegistered&type=EmailClaimed&q=${email}`, headers);
      const [begun] = (await list('?type=ActivityExported', headers)).items;
      expect(begun.details.filter).toEqual({ types: ['UserRegistered', 'EmailClaimed'] });
      const { text } = await app().request('GET', '/v1/activity/replay', { headers });
      expect(text).toMatch(/"types":\["UserRegistered","EmailClaimed"\]/);
      expect(text).toMatch(/"q":"s1\./);
      expect(text).not.toContain(email);
    });

    it('and nothing, without a record, to an export that would find nothing but records of exports', async () => {
      const headers = await app().signIn();
      // What the worker still has to record would be something to export.
      await recordDue(app());
      await list('?export=true&limit=200', headers);
      const [{ occurredAt }] = (await list('?type=ActivityExportEnded', headers)).items;
      app().clock.advance(1);
      const before = (await list('?limit=200', headers)).items.length;
      for (let poll = 0; poll < 20; poll += 1) expect((await list(`?export=true&from=${occurredAt}`, headers)).items).toEqual([]);
      expect((await list('?limit=200', headers)).items).toHaveLength(before);
    });

    it('and ends an export whose next page nobody asks for any more', async () => {
      const headers = await app().signIn();
      await list('?export=true&limit=1', headers);
      const [begun] = (await list('?type=ActivityExported', headers)).items;
      app().clock.advance(601);
      await app().get(PagedExports).endAbandoned();
      const [ended] = (await list('?type=ActivityExportEnded', headers)).items;
      expect(ended.details).toMatchObject({ exportId: begun.id, count: 1, complete: false });
    });

    it('by actor, type and time', async () => {
      const person = await app().register('manager');
      await app().tokensOf(person);
      app().clock.advance(1);
      const before = app().clock.now().toISOString();
      app().clock.advance(3600);
      const { tokenId } = await app().tokensOf(person);
      const mine = await list(`?actor=${person.id}&type=TokenIssued&from=${before}`);
      expect(mine.items.map(({ details }) => details.kind)).toEqual(['personal', 'session']);
      const older = await list(`?actor=${person.id}&type=TokenIssued&to=${before}`);
      expect(older.items).toHaveLength(2);
      expect((await list(`?subject=${tokenId}&actor=${app().owner.id}`)).items).toEqual([]);
    });

    it('to an auditor with everything of the organization and nothing of another', async () => {
      const { owner } = await app().secondOrganization();
      await app().tokensOf(owner);
      const { text } = await app().request('GET', '/v1/activity?limit=200', {
        headers: await app().signIn(await app().register('auditor')),
      });
      expect(text).not.toContain(owner.id);
      expect(text).toContain(app().owner.id);
    });

    it('to everybody else with what they did, and what was done to them', async () => {
      const person = await app().register('annotator');
      const headers = await app().signIn(person);
      await app().request('PUT', `/v1/users/${person.id}/role`, { headers: await app().signIn(), body: { role: 'reviewer' } });
      const { items } = await list('?limit=200', headers);
      expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(['MemberRoleChanged', 'TokenIssued', 'UserRegistered']));
      for (const { actor, details, ...entry } of items) {
        expect(JSON.stringify([actor.id, details, entry])).toContain(person.id);
      }
    });

    it('to whom asks for their own alone with that, also where they oversee the organization', async () => {
      const administrator = await app().register('administrator');
      const person = await app().register('annotator');
      const headers = await app().signIn(administrator);
      const { tokenId, access } = await app().tokensOf(person);
      const own = await app().tokensOf(administrator);
      for (const each of [tokenId, own.tokenId]) await app().request('DELETE', `/v1/tokens/${each}`, { headers: await app().signIn() });
      for (const refused of [access, own.access])
        await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${refused}` } });
      await app().get(RefusedAttempts).flush();
      const { items } = await list('?scope=own&limit=200', headers);
      expect(items.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['UserRegistered', 'TokenIssued', 'TokenRevoked', 'AttemptsRefused']),
      );
      expect(JSON.stringify(items)).toContain(own.tokenId);
      expect(JSON.stringify(items)).not.toContain(tokenId);
      expect(JSON.stringify((await list('?limit=200', headers)).items)).toContain(tokenId);
    });

    it('and records of an export that it was of the own alone', async () => {
      const headers = await app().signIn();
      await list('?scope=own&export=true&limit=200', headers);
      const { items } = await list('?type=ActivityExported', headers);
      expect(items[0].details.filter).toEqual({ scope: 'own' });
    });

    it('without anything that a credential is recognised by, and without anything personal', async () => {
      const { text } = await app().request('GET', '/v1/activity?limit=200', { headers: await app().signIn() });
      for (const word of ['lookup', 'digest', 'Digest', 'vaultId', 'passwordId', 's1.', '@example.com', 'kl_se_'])
        expect(text).not.toContain(word);
    });
  });

  describe('answers 400', () => {
    const app = runningApp();

    it.each([
      'from=yesterday',
      'to=2030-13-01',
      'from=2026-W01-1',
      'from=2026-328',
      'to=20261124',
      'to=2026-11-24T00:00:00',
      'to=2026-11-24T00:00:00%2B25:00',
      'type=Token%20Issued',
      'limit=0',
      'limit=201',
      'actor=',
      'actor=alice',
      'subject=alice%40example.com',
      'credential=laptop',
      'type=TokenIsued',
      'from=2030-01-02&to=2030-01-01',
      'what=ever',
      'subject=a&subject=b',
      'type[]=TokenIssued',
    ])('for %s', async (query) => {
      const answer = await app().request('GET', `/v1/activity?${query}`, { headers: await app().signIn() });
      expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
    });

    it.each(['cursor=x', 'cursor=00000000-0000-4000-8000-000000000000:5', 'cursor=5', 'cursor=-1'])(
      'for %s, which is no place in this log',
      async (query) => {
        expectProblem(
          await app().request('GET', `/v1/activity?${query}`, { headers: await app().signIn() }),
          400,
          'activity/position-invalid',
        );
      },
    );

    it('for a place beyond what any log can have', async () => {
      const session = await app().signIn();
      const written = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } });
      const [log] = String(written.headers['keyledger-position']).split(':');
      for (const path of [`?cursor=${log}:9223372036854775808`, `/replay?after=${log}:9999999999999999999`]) {
        expectProblem(await app().request('GET', `/v1/activity${path}`, { headers: session }), 400, 'activity/position-invalid');
      }
    });
  });
});
