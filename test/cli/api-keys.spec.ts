import { describe, expect, it } from '@jest/globals';
import { uuid } from '../support/problem.js';
import { signedInOwner } from './signed-in.js';

describe('keyledger api-keys', () => {
  const { owner, server } = signedInOwner();
  const works = async (credential: string) =>
    (await fetch(`${server().url}/v1/auth`, { headers: { authorization: `Bearer ${credential}` } })).ok;

  it('makes, shows, lists, changes, rotates and deletes a key, by its name or id', async () => {
    const create = ['api-keys', 'create', 'nightly', '--role', 'manager', '--validity', '25w', '--allow', '127.0.0.0/8', '::1'];
    const { apiKey, credential } = await owner().json(create);
    expect(apiKey).toMatchObject({ id: uuid, name: 'nightly', role: 'manager', allowedIpCidrs: ['127.0.0.0/8', '::1'] });
    expect(Date.parse(apiKey.expiresAt) - Date.parse(apiKey.createdAt)).toBeLessThanOrEqual(15_120_000_000);
    expect(await works(credential)).toBe(true);
    expect(await owner().json(['api-keys', 'show', 'nightly'])).toMatchObject({ id: apiKey.id, state: 'active' });
    expect(await owner().json(['api-keys', 'list', '--all', '--state', 'active'])).toMatchObject([{ id: apiKey.id }]);
    const changed = await owner().json(['api-keys', 'update', 'nightly', '--name', 'weekly', '--allow-everywhere']);
    expect(changed).toMatchObject({ name: 'weekly', allowedIpCidrs: [] });
    const rotated = await owner().json(['api-keys', 'rotate', 'weekly', '--overlap', '1h']);
    expect([await works(credential), await works(rotated.credential)]).toEqual([true, true]);
    await owner().does(['api-keys', 'delete', apiKey.id, '--with-descendants', '--cause', 'leaked', '--note', 'in a log']);
    expect([await works(credential), await works(rotated.credential)]).toEqual([false, true]);
  });

  it('shows a new key alone on standard output, so that it can be read into a variable', async () => {
    const { output, errors } = await owner().run(['api-keys', 'create', 'piped', '--role', 'annotator', '--validity', '12h']);
    expect(output).toMatch(/^eyJ0eXAiOiJrZXkrand0Ii[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(errors).toContain('It expires at ');
  });

  it.each([
    ['without a role', ['--validity', '1d']],
    ['without a validity', ['--role', 'manager']],
    ['with the role of an owner', ['--role', 'owner', '--validity', '1d']],
    ['with a validity that is none', ['--role', 'manager', '--validity', 'long']],
    ['with too long a validity', ['--role', 'manager', '--validity', '26w']],
    ['with a network that is none', ['--role', 'manager', '--validity', '1d', '--allow', 'home']],
  ])('refuses to make one %s', async (_how, options) => {
    expect((await owner().run(['api-keys', 'create', 'x', ...options])).code).toBe(2);
  });
});
