import { describe, expect, it } from '@jest/globals';
import { signedInOwner } from './signed-in.js';

describe('A name that nobody has', () => {
  const { owner, server } = signedInOwner();

  it.each([
    [['activity', 'list', '--subject', 'nobody@example.org'], 5],
    [['activity', 'list', '--actor', 'nobody@example.org'], 5],
    [['activity', 'list', '--subject', 'misspelt'], 2],
    [['activity', 'list', '--actor', 'misspelt'], 2],
    [['activity', 'list', '--credential', 'misspelt'], 5],
    [['activity', 'list', '--type', 'TokenIsued'], 2],
    [['activity', 'list', '--from', '2030-01-02', '--to', '2030-01-01'], 2],
    [['activity', 'export', '--subject', 'misspelt'], 2],
    [['tokens', 'list', '--owner', 'misspelt'], 5],
    [['tokens', 'list', '--owner', 'nobody@example.org'], 5],
    [['tokens', 'revoke', 'misspelt'], 5],
    [['verifiers', 'delete', 'misspelt'], 5],
    [['users', 'show', 'misspelt'], 5],
    [['users', 'show', 'nobody@example.org'], 5],
    [['service-accounts', 'reset-token', 'misspelt'], 5],
  ])('is never answered with nothing: %j ends with %i', async (args, code) => {
    const ended = await owner().run(args);
    expect({ code: ended.code, output: ended.output }).toEqual({ code, output: '' });
    expect(ended.errors).not.toContain('Nothing.');
  });

  it('is shown beside an id where one is known, in lists and in exports', async () => {
    const email = server().ownerEmail;
    expect(await owner().does(['activity', 'list', '--type', 'OrganizationCreated'])).toContain('system first-start');
    expect(await owner().does(['activity', 'list', '--type', 'TokenIssued', '--limit', '1'])).toContain(`user ${email}`);
    const [entry] = await owner().json(['activity', 'list', '--type', 'TokenIssued', '--limit', '1']);
    expect(entry.names[entry.actor.id]).toMatchObject({ kind: 'user', email });
    for (const format of ['ndjson', 'csv']) {
      expect(await owner().does(['activity', 'export', '--type', 'TokenIssued', '--format', format])).toContain(email);
    }
  });

  it('is told from one that somebody has, wherever ids are taken', async () => {
    const { serviceAccount } = await owner().json(['service-accounts', 'create', 'exporter', '--role', 'reviewer']);
    const about = await owner().json(['activity', 'list', '--subject', 'exporter']);
    expect(about.map(({ type }: { type: string }) => type)).toContain('ServiceAccountCreated');
    expect(await owner().json(['activity', 'list', '--actor', 'exporter'])).toEqual([]);
    const [token] = await owner().json(['tokens', 'list', '--owner', 'exporter']);
    expect(await owner().json(['tokens', 'list', '--owner', serviceAccount.id])).toEqual([token]);
    const { token: laptop } = await owner().json(['tokens', 'issue', '--name', 'laptop']);
    expect(await owner().json(['tokens', 'revoke', 'laptop'])).toEqual({ id: laptop.id, state: 'revoked' });
    expect(await owner().json(['activity', 'list', '--subject', laptop.id, '--type', 'TokenRevoked'])).toHaveLength(1);
  });
});
