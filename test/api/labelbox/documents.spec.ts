import { beforeAll, describe, expect, it } from '@jest/globals';
import { documentLimits } from '#api/dialects/labelbox/graphql-document';
import { runningApp } from '../../support/running-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

const parseFailed = [400, 'GRAPHQL_PARSE_FAILED'];
const invalid = [400, 'GRAPHQL_VALIDATION_FAILED'];
const times = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join(' ');

describe('POST /graphql', () => {
  const app = runningApp();
  let owner: Asker;
  beforeAll(async () => {
    owner = await askerOf(app(), app().owner, 'administrator');
  });
  const nested = (depth: number) => `{${'organization{users(first: 1){'.repeat(depth / 2)}id${'}}'.repeat(depth / 2)}}`;
  /** A filter that asks nothing of anybody, in so many tokens. */
  const tokens = (count: number) =>
    `{users(where: {AND: [${'{}'.repeat(Math.floor((count - 16) / 2))}]}){id${count % 2 === 1 ? ' id' : ''}}}`;
  const directives = (count: number) => `{user{${times(count, () => 'id @include(if: true)')}}}`;

  describe('200', () => {
    it.each([
      ['as many tokens as are allowed', tokens(documentLimits.tokens)],
      ['as many aliases', `{${times(documentLimits.aliases, (n) => `a${n}:user{id}`)}}`],
      ['as many directives', directives(documentLimits.directives)],
      ['a fragment', '{user{...f}} fragment f on User{id}'],
      ['the name of a type', '{__typename user{__typename}}'],
    ])('to %s', async (_what, query) => {
      const { status, body } = await owner.ask(query);
      expect([status, typeof body.data]).toEqual([200, 'object']);
    });

    it('to a document as deep as allowed', async () => {
      expect((await owner.ask(nested(6))).body.data.organization).toBeDefined();
    });
  });

  describe('400', () => {
    it.each([
      ['what is no document', '{'],
      ['nothing', ''],
      ['one token too many', tokens(documentLimits.tokens + 1)],
    ])('to %s', async (_what, query) => {
      const answer = await owner.ask(query);
      expect(refusalOf(answer)).toEqual(parseFailed);
      expect(answer.body.errors[0].message).toMatch(/^Syntax Error: /);
    });

    it.each([
      ['what is too deep', nested(8)],
      ['what is too deep by a fragment', `{user{...f}} fragment f on User{organization{users{organization{users{organization{id}}}}}}`],
      ['a fragment within itself', '{user{...f}} fragment f on User{organization{users{...f}}}'],
      ['one alias too many', `{${times(documentLimits.aliases + 1, (n) => `a${n}:user{id}`)}}`],
      ['one directive too many', directives(documentLimits.directives + 1)],
      ['two operations', 'query a{user{id}} query b{user{id}}'],
      ['no operation', 'fragment f on User{id}'],
      ['a mutation of two fields', `mutation{${times(2, (n) => `a${n}:updateApiKey(where:{id:"x"},data:{revoked:true}){id}`)}}`],
      ['a mutation in a fragment', 'mutation{...f} fragment f on Mutation{updateApiKey(where:{id:"x"},data:{revoked:true}){id}}'],
      ['a subscription', 'subscription{user{id}}'],
      ['the schema', '{__schema{types{name}}}'],
      ['a type', '{__type(name: "User"){fields{name}}}'],
      ['a field that there is not', '{user{bbb}}'],
      ['an operation that is not served', 'mutation{createInvites(data: []){id}}'],
      ['a value of another type', '{users(first: "five"){id}}'],
      ['an order that there is not', '{users(orderBy: email){id}}'],
      ['a filter that is not served', '{users(where: {OR: []}){id}}'],
    ])('to %s', async (_what, query) => {
      expect(refusalOf(await owner.ask(query))).toEqual(invalid);
    });

    it('with the words of the original, but without what else there is', async () => {
      const messages = async (query: string) => (await owner.ask(query)).body.errors.map(({ message }: { message: string }) => message);
      expect(await messages('{user{bbb}}')).toEqual(['Cannot query field "bbb" on type "User".']);
      for (const near of ['{user{emai}}', '{user(wher: null){id}}', '{users(orderBy: email_AS){id}}', '{user{id ...on Usr{id}}}']) {
        expect((await messages(near)).join()).not.toContain('Did you mean');
      }
      const variables = { filter: { emai: 'a@example.com' } };
      const answer = await owner.ask('query($filter: UserFilter){users(where: $filter){id}}', variables);
      expect(refusalOf(answer)).toEqual([400, 'MALFORMED_REQUEST']);
      expect(answer.text).not.toContain('Did you mean');
    });

    it.each([
      [{ first: 60.5 }],
      [{ first: '5' }],
      [{ first: {} }],
      [{ first: 2 ** 40 }],
      [{ first: -1 }],
      [{ first: 101 }],
      [{ skip: -1 }],
    ])('to the values %j', async (variables) => {
      const query = 'query($first: Int, $skip: Int){users(first: $first, skip: $skip){id}}';
      expect(refusalOf(await owner.ask(query, variables))).toEqual([400, 'MALFORMED_REQUEST']);
    });

    it('to more rows than one request is answered with', async () => {
      await Promise.all(Array.from({ length: 35 }, () => app().register('annotator')));
      const query = '{users{organization{users{id}}}}';
      const answer = await owner.ask(query);
      expect(refusalOf(answer)).toEqual(invalid);
      expect(answer.body.errors[0].message).toBe('Query complexity limit exceeded');
      expect(refusalOf(await owner.ask('{a:user{apiKeys{id}} b:user{apiKeys{id}} c:user{apiKeys{id}}}'))).toEqual(invalid);
    });

    it.each([
      ['{users(first: "a secret"){id}}', null],
      ['{users(where: {AND: [{id: {x: "a secret"}}]}){id}}', null],
      ['{users(orderBy: "a secret"){id}}', null],
      ['{user "a secret"', null],
      ['{user """a secret"""', null],
      ['query($f: Int){users(first: $f){id}}', { f: 'a secret' }],
      ['query($f: UserFilter){users(where: $f){id}}', { f: { id: { x: 'a secret; of "mine"' } } }],
      ['query($f: UserOrderBy){users(orderBy: $f){id}}', { f: 'a secret' }],
      ['{users(first: $f){id}}', { f: 'a secret' }],
    ])('without the value in %s', async (query, variables) => {
      const { status, text } = await owner.ask(query, variables);
      expect([status, text.includes('secret')]).toEqual([400, false]);
    });

    it('without what looks like a credential, and not at length', async () => {
      const { authorization } = owner.headers;
      for (const query of [`{user(where: {id: ${authorization.slice(7)}}){id}}`, `{a(b: "${authorization}")`, `{x${'y'.repeat(5000)}}`]) {
        const { text } = await owner.ask(query);
        expect(text).not.toContain(authorization.split('.')[1]);
        expect(text.length).toBeLessThan(2000);
      }
    });
  });

  describe('401', () => {
    const documents = ['{user{id}}', '{', '{bbb}', '{__schema{types{name}}}', nested(8), `{${'a '.repeat(1001)}}`];

    it('tells nothing of the document', async () => {
      const answers = await Promise.all(
        documents.map((query) => app().request('POST', '/graphql', { headers: { authorization: 'Bearer x' }, body: { query } })),
      );
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(refusalOf(answers[0])).toEqual([401, 'AUTHENTICATION_ERROR']);
      expect(answers[0].headers['www-authenticate']).toBe('Bearer realm="keyledger"');
    });

    it('to every other credential, and to a key that comes in another way', async () => {
      const session = await app().signIn();
      const { access, personal } = await app().tokensOf();
      const key = owner.headers.authorization.slice(7);
      const sent: Record<string, string>[] = [
        {},
        session,
        { authorization: `Bearer ${access}` },
        { authorization: `Bearer ${personal}` },
        { authorization: `Token ${key}` },
        { authorization: key },
        { authorization: 'Bearer ' },
        { 'x-api-key': key },
        { cookie: `keyledger_session=${key}` },
      ];
      for (const headers of sent) {
        const answer = await app().request('POST', '/graphql', { headers, body: { query: '{user{id}}' } });
        expect([headers, ...(refusalOf(answer) as unknown[])]).toEqual([headers, 401, 'AUTHENTICATION_ERROR']);
      }
    });

    it('to a key outside of its addresses', async () => {
      const elsewhere = await askerOf(app(), app().owner, 'administrator', { allowedIpCidrs: ['192.0.2.0/24'] });
      expect(refusalOf(await elsewhere.ask('{user{id}}'))).toEqual([401, 'AUTHENTICATION_ERROR']);
    });
  });
});
