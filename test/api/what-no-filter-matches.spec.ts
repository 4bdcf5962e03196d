import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { namesOf } from '#api/edge/http/request-classes';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { runningApp } from '../support/running-app.js';

/** For each member of the query of a list: what it can never match. A member of any list that is missing here fails a test. */
const unmatched: Readonly<Record<string, readonly string[]>> = {
  limit: ['limit=0', 'limit=x'],
  cursor: ['cursor=x', 'cursor=alice', 'cursor=00000000'],
  ownerId: ['ownerId=alice', 'ownerId=alice%40example.com', 'ownerId=1'],
  scope: ['scope=all'],
  ownerKind: ['ownerKind=robot'],
  kind: ['kind=session'],
  role: ['role=king', 'role='],
  state: ['state=gone'],
  lastSeenBefore: ['lastSeenBefore=lately'],
  expiresBefore: ['expiresBefore=soon'],
  lastUsedBefore: ['lastUsedBefore=lately', 'lastUsedBefore=2030-01-01&neverUsed=true'],
  neverUsed: ['neverUsed=1'],
  createdBy: ['createdBy=alice', 'createdBy=alice%40example.com'],
  q: ['q='],
  sort: ['sort=secret'],
  actor: ['actor=alice', 'actor=alice%40example.com', 'actor=0190', 'actor=00000000-0000-4000-8000-00000000000'],
  subject: ['subject=alice', 'subject=alice%40example.com', 'subject=no-such-workspace'],
  credential: ['credential=laptop', 'credential=1'],
  type: [
    'type=TokenIsued',
    'type=tokenissued',
    'type=constructor',
    'type=TokenIssued&type=TokenIsued',
    'type=TokenIssued&type=TokenIssued',
  ],
  requestId: ['requestId=x', 'requestId=alice'],
  from: ['from=yesterday'],
  to: ['to=tomorrow', 'from=2030-02-01&to=2030-01-01', 'from=2030-01-01&to=2030-01-01T00:00:00Z'],
  export: ['export=yes'],
  format: ['format=xml', 'format='],
  expand: ['expand=secrets', 'expand='],
  after: ['after=x', 'after=00000000-0000-4000-8000-000000000000:5'],
  follow: ['follow=1'],
  gaps: ['gaps=1'],
  opened: ['opened=1'],
};

describe('What the filter of a list cannot match is refused, and is not answered with an empty list', () => {
  const app = runningApp();
  let lists: Route[];
  beforeAll(() => {
    const isNative = ({ method, path, query }: Route) => method === 'GET' && path.startsWith('/v1/') && query !== null;
    lists = routesOf(app().get(DiscoveryService)).filter(isNative);
  });

  it('whatever native list and whatever member of its query', async () => {
    expect(lists.length).toBeGreaterThan(6);
    const headers = await app().signIn();
    const person = await app().register('annotator');
    for (const { path, query } of lists) {
      for (const member of namesOf(query)) {
        expect(`${path} ${member} ${unmatched[member] !== undefined}`).toBe(`${path} ${member} true`);
        for (const asked of unmatched[member]) {
          const { status, body } = await app().request('GET', `${path.replace('{id}', person.id)}?${asked}`, { headers });
          expect(`${path} ${asked} ${status} ${body.code}`).toBe(`${path} ${asked} 400 ${codeOf(path, member, asked)}`);
        }
      }
    }
  });

  /** Places in the log are of one form, and have a code of their own. */
  const codeOf = (path: string, member: string, asked: string) =>
    path.startsWith('/v1/activity') && (member === 'cursor' || member === 'after') && asked !== ''
      ? 'activity/position-invalid'
      : 'request/invalid';

  it('an id that somebody has is asked for, whatever form it has, and so is one that nothing happened to', async () => {
    const headers = await app().signIn();
    const { items } = (await app().request('GET', '/v1/signing-keys', { headers })).body;
    const ids = [items[0].kid, app().owner.id, '00000000-0000-4000-8000-000000000000'];
    for (const id of ids) expect((await app().request('GET', `/v1/activity?subject=${id}`, { headers })).status).toBe(200);
    expect((await app().request('GET', '/v1/activity?actor=first-start', { headers })).body.items).not.toEqual([]);
  });

  it('nobody learns from a refusal what is of another organization, or beyond what they may see', async () => {
    const second = await app().secondOrganization();
    const account = { name: 'robot', role: 'annotator', workspaceIds: ['secret-project'] };
    expect((await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body: account })).status).toBe(201);
    const statusFor = async (person = app().owner) =>
      (await app().request('GET', '/v1/activity?subject=secret-project', { headers: await app().signIn(person) })).status;
    expect([await statusFor(), await statusFor(second.owner), await statusFor(await app().register('manager'))]).toEqual([200, 400, 400]);
  });
});
