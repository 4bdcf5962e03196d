import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { integration } from '../support/integration.js';
import { type Person, TestApp } from '../support/test-app.js';
import { runLabelbox } from './labelbox-python.js';

/** The unmodified client, in a process of its own, against a server that listens: a test for each thing that S4 says. */
integration('python-sdk', 'The official Labelbox SDK', (python) => {
  let app: TestApp;
  let url: string;
  let labeler: Person;
  let key: string;
  let theirs: string;
  beforeAll(async () => {
    app = await TestApp.start();
    url = await app.listen();
    labeler = await app.register('annotator');
    key = (await makeKey(app, { role: 'administrator' })).credential;
    theirs = (await makeKey(app, {}, await app.signIn(labeler))).credential;
  });
  afterAll(() => app.close());
  const run = (lines: string, variables: Record<string, string> = {}) =>
    runLabelbox(python, url, lines, { KEY: key, THEIRS: theirs, LABELER: labeler.email, ...variables });

  it('connects with a key that is handed over, or found in the environment', async () => {
    const lines = `
with_key = client(os.environ['KEY'])
from_environment = client(None)
answer([with_key.get_user().email, with_key.get_organization().uid, from_environment.get_user().email])`;
    const expected = ['owner@example.com', app.owner.organizationId, labeler.email];
    expect(await run(lines, { LABELBOX_API_KEY: theirs })).toEqual(expected);
  });

  it('creates a key with a name, a validity, a role and a user, and the key is used', async () => {
    const lines = `
c = client(os.environ['KEY'])
made = c.create_api_key('my key', os.environ['LABELER'], 'Labeler', 3, TimeUnit.HOUR)
user = client(made['jwt']).get_user()
answer([sorted(made), made['jwt'].count('.'), user.email, user.org_role().name, user.organization().uid])`;
    expect(await run(lines)).toEqual([['id', 'jwt'], 2, labeler.email, 'Labeler', app.owner.organizationId]);
  });

  it('takes roles from `get_roles`, a user from `get_users`, and every unit of time up to 25 weeks', async () => {
    const lines = `
c = client(os.environ['KEY'])
roles = c.get_roles()
me = next(iter(c.get_users(where=User.email == 'OWNER@example.com')))
valid = [(60, TimeUnit.SECOND), (1, TimeUnit.MINUTE), (1, TimeUnit.HOUR), (175, TimeUnit.DAY), (25, TimeUnit.WEEK), (1.5, TimeUnit.HOUR)]
ids = [c.create_api_key('unit', me, roles['TEAM_MANAGER'], *each)['id'] for each in valid]
keys = {k.uid: k for k in c.get_api_keys()}
seconds = [round((keys[i].expired_at - keys[i].created_at).total_seconds()) for i in ids]
answer([sorted(roles), seconds])`;
    const roles = ['ADMIN', 'LABELER', 'READ-ONLY_ADMIN', 'REVIEWER', 'TEAM_MANAGER', 'TENANT_ADMIN'];
    const [names, seconds] = (await run(lines)) as [string[], number[]];
    expect(names).toEqual(roles);
    for (const [n, expected] of [60, 60, 3600, 15_120_000, 15_120_000, 5400].entries()) {
      expect(Math.abs(seconds[n] - expected)).toBeLessThanOrEqual(1);
    }
  });

  it('restricts a key to addresses', async () => {
    const lines = `
import ipaddress
c = client(os.environ['KEY'])
make = lambda name, addresses: c.create_api_key(name, os.environ['LABELER'], 'Labeler', 1, TimeUnit.DAY, allowed_ip_cidrs=addresses)
near = make('near', ['127.0.0.1', ipaddress.ip_network('10.0.0.0/8')])
far = make('far', ['192.0.2.0/24'])
answer([client(near['jwt']).get_user().email, refused(client(far['jwt']).get_user), c.get_api_key(near['id']).allowed_ip_cidrs])`;
    expect(await run(lines)).toEqual([labeler.email, ['AuthenticationError', 'Invalid API key'], ['127.0.0.1', '10.0.0.0/8']]);
  });

  it('lists keys without their values, with who made them and for whom', async () => {
    const lines = `
c = client(os.environ['KEY'])
made = c.create_api_key('listed', os.environ['LABELER'], 'Labeler', 1, TimeUnit.DAY)
k = c.get_api_key(made['id'])
seen = [each.uid for each in client(os.environ['THEIRS']).get_api_keys()]
shown = made['jwt'].split('.')[1] in str(k)
answer([k.name, k.revoked, k.created_by.email, k.created_for.email, shown, made['id'] in seen, c.get_api_key('no-such-id')])`;
    expect(await run(lines)).toEqual(['listed', false, 'owner@example.com', labeler.email, false, true, null]);
  });

  it('deletes a key, which authenticates no more and stays in the list; twice is the same', async () => {
    const lines = `
c = client(os.environ['KEY'])
old = c.create_api_key('old', os.environ['LABELER'], 'Labeler', 1, TimeUnit.DAY)
new = c.create_api_key('new', os.environ['LABELER'], 'Labeler', 1, TimeUnit.DAY)
app = client(old['jwt'])
before = app.get_user().email
answers = [c.get_api_key(old['id']).revoke() for _ in range(2)]
same = answers == [{'updateApiKey': {'id': old['id']}}] * 2
answer([before, same, refused(app.get_user), c.get_api_key(old['id']).revoked, client(new['jwt']).get_user().email])`;
    expect(await run(lines)).toEqual([labeler.email, true, ['AuthenticationError', 'Invalid API key'], true, labeler.email]);
  });

  it('disables an account, and all keys of it at once', async () => {
    const gone = await app.register('reviewer');
    const first = (await makeKey(app, { role: 'reviewer' }, await app.signIn(gone))).credential;
    const lines = `
c, app = client(os.environ['KEY']), client(os.environ['FIRST'])
other = client(c.create_api_key('other', os.environ['EMAIL'], 'Reviewer', 1, TimeUnit.DAY)['jwt'])
user = app.get_user()
c.get_organization().remove_user(user)
left = list(c.get_users(where=User.email == os.environ['EMAIL']))
again = refused(lambda: c.create_api_key('late', os.environ['EMAIL'], 'Reviewer', 1, TimeUnit.DAY))
answer([refused(app.get_user), refused(other.get_user), left, again])`;
    const invalid = ['AuthenticationError', 'Invalid API key'];
    const unknown = ['ValueError', `User with email '${gone.email}' does not exist in the organization`];
    expect(await run(lines, { FIRST: first, EMAIL: gone.email })).toEqual([invalid, invalid, [], unknown]);
  });

  it('lowers the role of a person, and of keys with it', async () => {
    const manager = await app.register('manager');
    const first = (await makeKey(app, { role: 'manager' }, await app.signIn(manager))).credential;
    const lines = `
c, app = client(os.environ['KEY']), client(os.environ['FIRST'])
user = app.get_user()
user_seen = next(iter(c.get_users(where=User.email == user.email)))
user_seen.update_org_role(c.get_roles()['REVIEWER'])
raised = refused(lambda: user_seen.update_org_role(c.get_roles()['ADMIN']))
answer([app.get_user().org_role().name, raised[0]])`;
    expect(await run(lines, { FIRST: first })).toEqual(['Reviewer', 'AuthorizationError']);
  });

  it('asks for people by comparisons, and for all of them in pages', async () => {
    const lines = `
c = client(os.environ['KEY'])
found = [u.email for u in c.get_users(where=(User.email == 'Owner@example.com') & (User.nickname != 'x'))]
answer([found, len({u.uid for u in c.get_users()}) == len(list(c.get_users()))])`;
    expect(await run(lines)).toEqual([['owner@example.com'], true]);
  });

  it('says what it knows to say of each refusal', async () => {
    const lines = `
c, t = client(os.environ['KEY']), client(os.environ['THEIRS'])
create = 'mutation X($r: String){createApiKey(data: {name: "x", role: $r}){id jwt}}'
answer([
  refused(lambda: t.execute(create, {'r': 'Admin'}))[0],
  refused(lambda: c.execute(create, {'r': 'Lablr'}))[0],
  refused(lambda: c.execute('{', {})),
  refused(lambda: c.execute('query {bbb {id}}', {})),
  refused(lambda: client('no key').get_user()),
  refused(lambda: c.get_user().projects()),
  refused(lambda: c._get_single(User, 'no-such-id'))[0],
  refused(lambda: ApiKey(c, {**dict.fromkeys(f.graphql_name for f in ApiKey.fields()), 'id': 'x', 'expiresAtEpoch': 1}).revoke()),
])`;
    expect(await run(lines)).toEqual([
      'AuthorizationError',
      'MalformedQueryException',
      ['InvalidQueryError', 'Syntax Error: Expected Name, found <EOF>.'],
      ['InvalidQueryError', 'Cannot query field "bbb" on type "Query".'],
      ['AuthenticationError', 'Invalid API key'],
      expect.anything(),
      'ResourceNotFoundError',
      ['LabelboxError', 'API key revocation failed: no update information returned.'],
    ]);
  });
});
