import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

interface Listed {
  readonly id: string;
  readonly name: string | null;
  readonly owner: { readonly id: string; readonly email: string | null };
}

describe('GET /v1/tokens over the whole organization', () => {
  const app = runningApp();
  const get = async (path: string, person: Person = app().owner) => app().request('GET', path, { headers: await app().signIn(person) });
  const named = async (person: Person, name: string, expiresAt?: string) => {
    const headers = await app().signIn(person);
    return (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', name, expiresAt } })).body;
  };
  const found = async (query: string) => {
    const { items } = (await get(`/v1/tokens?scope=organization&${query}`)).body;
    return items.map(({ id }: Listed) => id) as string[];
  };

  describe('answers 200', () => {
    it('to each who oversees the organization, with the tokens of everybody, whose they are and who made them', async () => {
      const person = await app().register('manager');
      const { token } = await named(person, 'of a manager');
      for (const role of ['auditor', 'administrator', 'owner'] as const) {
        const { items } = (await get(`/v1/tokens?scope=organization&q=of a manager`, await app().register(role))).body;
        expect(items).toEqual([
          expect.objectContaining({
            id: token.id,
            name: 'of a manager',
            owner: { kind: 'user', id: person.id, name: null, email: person.email },
            createdBy: { kind: 'user', id: person.id, name: null, email: person.email, credentialId: expect.any(String) },
            lastUse: null,
            state: 'active',
            stateReason: null,
            generation: 1,
          }),
        ]);
      }
    });

    it('with nothing of another organization, whatever is asked for', async () => {
      const { owner } = await app().secondOrganization();
      const { token } = await named(owner, 'elsewhere');
      for (const query of ['', 'q=elsewhere', `ownerId=${owner.id}`, `createdBy=${owner.id}`, 'sort=-lastUsedAt']) {
        expect(await found(query)).not.toContain(token.id);
      }
    });

    it('with those that each filter names, and no others', async () => {
      const person = await app().register('annotator');
      const owner = await app().signIn();
      const [soon, late] = [(await named(person, 'Filtered soon', inDays(2))).token, await named(person, 'Filtered LATE', inDays(50))];
      const account = { name: 'Filtered robot', role: 'annotator' };
      const robot = (await app().request('POST', '/v1/service-accounts', { headers: owner, body: account })).body;
      await app().exchange(late.credential);
      await app().request('DELETE', `/v1/tokens/${soon.id}`, { headers: owner });
      const [robotToken] = await found('ownerKind=service-account&q=filtered');
      const of = (query: string) => found(`q=FILTERED&${query}`);
      expect(new Set(await of(''))).toEqual(new Set([soon.id, late.token.id, robotToken]));
      expect(await of('kind=service-account')).toEqual([robotToken]);
      expect(await of(`ownerId=${robot.serviceAccount.id}`)).toEqual([robotToken]);
      expect(await of('state=revoked')).toEqual([soon.id]);
      expect(await of('state=active&ownerKind=user')).toEqual([late.token.id]);
      expect(await of(`expiresBefore=${inDays(10)}`)).toEqual([soon.id]);
      expect(await of('neverUsed=false')).toEqual([late.token.id]);
      expect(await of(`neverUsed=true&createdBy=${app().owner.id}`)).toEqual([robotToken]);
      expect(await of(`lastUsedBefore=${inDays(1)}`)).toEqual([late.token.id]);
      expect(await of(`lastUsedBefore=${inDays(-1)}`)).toEqual([]);
      expect(await found('q=late')).toEqual([late.token.id]);
      expect(await found(`q=${person.email.slice(0, 20).toUpperCase()}`)).toEqual(expect.arrayContaining([soon.id, late.token.id]));
    });

    it.each(['id', '-id', 'createdAt', '-createdAt', 'expiresAt', '-expiresAt', 'lastUsedAt', '-lastUsedAt'])(
      'in the order %s, page by page, with each token once',
      async (sort) => {
        const person = await app().register('annotator');
        for (const [name, days] of [
          ['one', 9],
          ['two', 3],
          ['three', 6],
          ['four', 12],
          ['five', 1],
        ] as const) {
          const { credential } = await named(person, name, inDays(days));
          if (days !== 3) await app().exchange(credential);
          app().clock.advance(1);
        }
        const whole = (await get(`/v1/tokens?ownerId=${person.id}&sort=${sort}`)).body.items as (Listed & Record<string, string>)[];
        const member = sort.replace('-', '');
        const values = whole.map((item) => item[member] ?? '');
        expect(values).toEqual([...values].sort().map((_, at, sorted) => sorted[sort.startsWith('-') ? sorted.length - 1 - at : at]));
        const paged: string[] = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page: { items: Listed[]; nextCursor: string | null } = (
            await get(`/v1/tokens?ownerId=${person.id}&sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`)
          ).body;
          paged.push(...page.items.map(({ id }: Listed) => id));
          cursor = page.nextCursor;
        }
        expect(paged).toEqual(whole.map(({ id }) => id));
      },
    );

    it('without a name or an address of others to somebody who does not oversee the organization', async () => {
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { serviceAccountAllowance: 5 } });
      const body = { name: 'Told little', role: 'annotator' };
      const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: owner, body })).body;
      const { items } = (await app().request('GET', '/v1/tokens', { headers: { authorization: `Token ${credential}` } })).body;
      expect(items[0].owner.name).toBe('Told little');
      expect(items[0].createdBy).toMatchObject({ id: app().owner.id, name: null, email: null });
      expect(JSON.stringify(items)).not.toContain(app().owner.email);
    });

    it('with the address and the program of the last use to the owner alone, and of programs to overseers', async () => {
      const person = await app().register('annotator');
      const { access } = await app().tokensOf(person);
      await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${access}`, 'user-agent': 'a-program/1' } });
      const own = (await get('/v1/tokens', person)).body.items[0].lastUse;
      expect(own).toMatchObject({ ip: '127.0.0.1', userAgent: expect.any(String) });
      const seen = (await get(`/v1/tokens?ownerId=${person.id}`)).body.items[0].lastUse;
      expect(seen).toEqual({ at: own.at, ip: null, userAgent: null });
    });
  });

  describe('answers 400', () => {
    it.each([
      'scope=all',
      'kind=session',
      'state=good',
      'ownerId=me',
      'expiresBefore=soon',
      'neverUsed=yes',
      'q=',
      'sort=name',
      'cursor=a~b',
    ])('for %s', async (query) => {
      expect((await get(`/v1/tokens?scope=organization&${query}`)).status).toBe(400);
    });
  });

  describe('answers 403', () => {
    it('to somebody who does not oversee the organization', async () => {
      const person = await app().register('manager');
      expect((await get('/v1/tokens?scope=organization', person)).status).toBe(403);
      expect((await get(`/v1/tokens?ownerId=${app().owner.id}`, person)).status).toBe(403);
    });
  });

  const inDays = (days: number) => new Date(app().clock.nowMs() + days * 86_400_000).toISOString();
});
