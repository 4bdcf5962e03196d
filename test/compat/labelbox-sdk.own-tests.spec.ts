import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeKey } from '../support/api-keys.js';
import { integration } from '../support/integration.js';
import { TestApp } from '../support/test-app.js';
import { runLabelbox } from './labelbox-python.js';

/** The tests of the SDK for API keys, `tests/integration/test_api_keys.py` of Labelbox/labelbox-python at 9a268b3, restated. */
integration('python-sdk', "The Labelbox SDK's own tests of API keys", (python) => {
  let app: TestApp;
  let url: string;
  let key: string;
  beforeAll(async () => {
    app = await TestApp.start();
    url = await app.listen();
    key = (await makeKey(app, { role: 'administrator' })).credential;
  });
  afterAll(() => app.close());
  const run = (lines: string) => {
    const before = `
c = client(os.environ['KEY'])
me = c.get_user()
def create(name='Test', user=me.email, role=None, validity=5, unit=TimeUnit.MINUTE):
    chosen = role if role is not None else c.get_roles()['ADMIN']
    return refused(lambda: c.create_api_key(name=name, user=user, role=chosen, validity=validity, time_unit=unit))
`;
    return runLabelbox(python, url, before + lines, { KEY: key });
  };

  it('test_create_api_key_success, as in production: an Admin makes a key of five minutes with the first role there is', async () => {
    const lines = `
roles = ApiKey._get_available_api_key_roles(c)
made = c.create_api_key(name='Test Key', user=me, role=roles[0], validity=5, time_unit=TimeUnit.MINUTE)
answer([me.org_role().name, len(roles) > 0, isinstance(made, dict), 'id' in made, made['jwt'].count('.')])`;
    expect(await run(lines)).toEqual(['Admin', true, true, true, 2]);
  });

  it('test_create_api_key_failed', async () => {
    const lines = `
unknown = create(user='nobody@example.com', role='Labeler')
answer([create(role='LABELER'), unknown, create(validity=30, unit=TimeUnit.WEEK)])`;
    expect(await run(lines)).toEqual([
      ['ValueError', expect.stringContaining('Invalid role specified')],
      ['ValueError', expect.stringContaining('does not exist in the organization')],
      ['ValueError', expect.stringContaining('Maximum validity period is 6 months')],
    ]);
  });

  it('test_get_api_keys', async () => {
    const lines = 'keys = c.get_api_keys()\nanswer([len(keys) > 0, all(isinstance(each, ApiKey) for each in keys)])';
    expect(await run(lines)).toEqual([true, true]);
  });

  it('test_create_api_key_invalid_role_formats', async () => {
    const [mistyped, missing] = (await run(`answer([create(role='Lablr'), create(role='SuperAdmin')])`)) as [string, string][];
    for (const [exception, message] of [mistyped, missing])
      expect([exception, message.toLowerCase()]).toEqual(['ValueError', expect.stringContaining('invalid role')]);
  });

  it('test_create_api_key_invalid_email_formats', async () => {
    const lines = `answer([create(user='nonexistent-1234@labelbox.com'), create(user='not-an-email')])`;
    const unknown = ['ValueError', expect.stringContaining('does not exist')];
    expect(await run(lines)).toEqual([unknown, unknown]);
  });

  it('test_create_api_key_invalid_validity_values', async () => {
    const lines = `
long, short = create(validity=185, unit=TimeUnit.DAY), create(validity=30, unit=TimeUnit.SECOND)
answer([create(validity=-1), create(validity=0), short, long])`;
    const minimum = ['ValueError', 'Minimum validity period is 1 minute'];
    const maximum = ['ValueError', 'Maximum validity period is 6 months (or 25 weeks)'];
    expect(await run(lines)).toEqual([['ValueError', expect.stringContaining('validity')], minimum, minimum, maximum]);
  });

  it('test_create_api_key_invalid_time_unit', async () => {
    const invalid = ['ValueError', 'time_unit must be a valid TimeUnit enum value'];
    expect(await run(`answer([create(unit=None), create(unit='days')])`)).toEqual([invalid, invalid]);
  });
});
