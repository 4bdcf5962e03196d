import { beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { operatorIn } from '#api/edge/authentication/operator';
import { RegisterUser } from '#api/features/users/register-user.command';
import { runningApp } from '../../support/running-app.js';
import { type Asker, askerOf, refusalOf } from './asked.js';

const emailsIn = (users: { email: string }[]) => users.map(({ email }) => email);

/** What the SDK asks of people, by the endpoint that answers it. */
describe('POST /graphql for people', () => {
  const app = runningApp();
  let owner: Asker;
  let auditor: Asker;
  let manager: Asker;
  let other: Asker;
  const all = ['ada@example.com', 'bob@example.com', 'cyd@example.com'];
  beforeAll(async () => {
    const by = operatorIn(app().owner.organizationId, app().origin(app().owner.organizationId));
    const register = (email: string, firstName?: string, lastName?: string) =>
      app()
        .get(CommandBus)
        .execute(new RegisterUser(by, { email, role: 'annotator', firstName, lastName }));
    await register('ada@example.com', 'Ada', 'Zed');
    await register('Bob@example.com', 'Bob');
    await register('cyd@example.com');
    owner = await askerOf(app(), app().owner, 'administrator');
    auditor = await askerOf(app(), await app().register('auditor'), 'auditor');
    manager = await askerOf(app(), await app().register('manager'), 'manager');
    other = await askerOf(app(), (await app().secondOrganization()).owner, 'administrator');
  });
  const users = async (args: string, by = owner) => emailsIn((await by.ask(`{users${args}{email}}`)).body.data.users);
  const one = async (where: string, by = owner) => await by.ask(`{user(where: ${where}){id email}}`);

  describe('200', () => {
    it.each([
      ['(where: {email: "ADA@example.com"})', ['ada@example.com']],
      ['(where: {email: "  bob@Example.com "})', ['bob@example.com']],
      ['(where: {email: "nobody@example.com"})', []],
      ['(where: {email: "not an address"})', []],
      ['(where: {id: "no-such-id"})', []],
      ['(where: {name: "Ada Zed"})', ['ada@example.com']],
      ['(where: {nickname: "Bob"})', ['bob@example.com']],
      ['(where: {AND: [{email_gt: "ad"}, {email_lt: "c"}, {nickname_not: null}]})', ['ada@example.com', 'bob@example.com']],
      ['(where: {AND: [{email: "ada@example.com"}, {name: "Bob"}]})', []],
      ['(where: {name_gte: "A", email_lte: "cz"}, orderBy: name_DESC)', ['bob@example.com', 'ada@example.com']],
      ['(where: {email_lt: "d"}, orderBy: email_DESC, skip: 1, first: 1)', ['bob@example.com']],
    ])('to those who are found by %s', async (args, expected) => {
      expect(await users(args)).toEqual(expected);
    });

    it('in the order in which they were registered, in pages', async () => {
      const everybody = await users('');
      expect(everybody.slice(0, 4)).toEqual(['owner@example.com', ...all]);
      const pages = await Promise.all([0, 2, 4].map((skip) => users(`(skip: ${skip}, first: 2)`)));
      expect(pages.flat()).toEqual(everybody.slice(0, 6));
      expect(await users(`(skip: ${everybody.length})`)).toEqual([]);
      expect(await users('(first: 0)')).toEqual([]);
    });

    it('to names that are one, where both are known or either', async () => {
      const { body } = await owner.ask(
        '{users(where: {AND: [{email_lt: "d"}, {email_not: "x"}]}, first: 4, orderBy: createdAt_ASC){name nickname}}',
      );
      expect(body.data.users.slice(0, 3)).toEqual(['Ada Zed', 'Bob', null].map((name) => ({ name, nickname: name })));
    });

    it('beyond a page of the SDK and of the table, for an organization of many', async () => {
      const { organizationId, owner: person } = await app().secondOrganization();
      const by = operatorIn(organizationId, app().origin(organizationId));
      const commands = app().get(CommandBus);
      for (let n = 0; n < 130; n += 1) {
        await commands.execute(new RegisterUser(by, { email: `many${n}@example.com`, role: 'annotator', lastName: `N${n % 2}` }));
      }
      const asker = await askerOf(app(), person, 'administrator');
      const pages = [await users('(skip: 0, first: 100)', asker), await users('(skip: 100, first: 100)', asker)];
      expect(pages.map(({ length }) => length)).toEqual([100, 31]);
      expect(new Set(pages.flat()).size).toBe(131);
      expect(await users('(where: {name: "N1"})', asker)).toHaveLength(65);
    });

    it('to auditors as to administrators, and to everybody else the person alone', async () => {
      expect(await users('', auditor)).toEqual(await users(''));
      for (const args of ['', '(where: {email_not: "x"})', `(where: {id: "${manager.person.id}"})`]) {
        expect(await users(args, manager)).toEqual([manager.person.email]);
      }
      expect(await users('(where: {email: "ada@example.com"})', manager)).toEqual([]);
      expect((await manager.ask('{organization{users{id}}}')).body.data.organization.users).toEqual([{ id: manager.person.id }]);
    });

    it('to another organization without anybody of this one', async () => {
      expect(await users('', other)).toEqual([other.person.email]);
      expect(await users('(where: {email: "ada@example.com"})', other)).toEqual([]);
      expect(await users(`(where: {id: "${manager.person.id}"})`, other)).toEqual([]);
    });

    it('without those who are disabled, who are found by id as disabled', async () => {
      const gone = await app().register('reviewer');
      await app().request('POST', `/v1/users/${gone.id}/disable`, { headers: await app().signIn() });
      expect(await users(`(where: {id: "${gone.id}"})`)).toEqual([]);
      expect((await owner.ask(`{user(where: {id: "${gone.id}"}){email deleted}}`)).body.data.user).toEqual({
        email: gone.email,
        deleted: true,
      });
    });

    it('to roles: of the caller that of the key, of others their own', async () => {
      const lower = await askerOf(app(), manager.person, 'reviewer');
      const roles = '{organizationRole{name permissions} user{orgRole{name} isViewer}}';
      expect((await lower.ask(roles)).body.data).toMatchObject({
        organizationRole: { name: 'Reviewer' },
        user: { orgRole: { name: 'Reviewer' } },
      });
      expect((await auditor.ask(roles)).body.data.user).toEqual({ orgRole: { name: 'Read-only Admin' }, isViewer: true });
      const ofOthers = `{organizationRole(userId: "${manager.person.id}"){name}}`;
      expect((await owner.ask(ofOthers)).body.data.organizationRole.name).toBe('Team Manager');
      expect((await auditor.ask(`{user(where: {id: "${owner.person.id}"}){orgRole{name}}}`)).body.data.user.orgRole.name).toBe(
        'Tenant Admin',
      );
    });
  });

  describe('404', () => {
    it('to one whom the caller does not see, and to one whom there is not', async () => {
      const notFound = [404, 'RESOURCE_NOT_FOUND'];
      expect(refusalOf(await one('{id: "no-such-id"}'))).toEqual(notFound);
      expect(refusalOf(await one('{email: "nobody@example.com"}'))).toEqual(notFound);
      expect(refusalOf(await one(`{id: "${owner.person.id}"}`, manager))).toEqual(notFound);
      expect(refusalOf(await one(`{email: "${owner.person.email}"}`, manager))).toEqual(notFound);
      expect(refusalOf(await one(`{id: "${owner.person.id}"}`, other))).toEqual(notFound);
      expect(refusalOf(await manager.ask(`{organizationRole(userId: "${owner.person.id}"){name}}`))).toEqual(notFound);
    });
  });

  describe('400', () => {
    it.each(['{}', '{id: "a", email: "b"}', '{id: null}'])('to the place %s of one person', async (where) => {
      expect(refusalOf(await one(where))).toEqual([400, 'MALFORMED_REQUEST']);
    });
  });
});
