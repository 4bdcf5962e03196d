import { readFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { markLog } from '#cli/offline/mark-log';
import { EventStore } from '#event-store/event-store';
import { Config } from '#installation/config';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { readEverything } from '../support/events.js';
import { projectRoot } from '../support/project-files.js';
import { TestApp } from '../support/test-app.js';
import { TestClock } from '../support/test-clock.js';
import { type Answers, answersOf, type Held } from './golden-answers.js';

const golden = join(projectRoot, 'test/contract/golden/data-directory');

interface Expected {
  /** ISO-8601 UTC. */
  readonly madeAt: string;
  readonly held: readonly Held[];
  readonly ownerIds: readonly string[];
  readonly answers: Answers;
}

const expected: Expected = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8'));

/** What introspection answers for every credential that is not good. */
const onlyInactive = { active: false };

interface Change {
  readonly because: string;
  readonly question: string;
  readonly from: unknown;
  readonly to: unknown;
}

function endsOfAccessTokens(): Change[] {
  const because = 'introspection names the end that the access token claims, and no longer the ten seconds for which it is taken after it';
  return expected.held.flatMap(({ name, as }) => {
    const question = `introspect: ${name}`;
    const { active = false, iat = 0 } = (expected.answers[question] ?? {}) as { active?: boolean; iat?: number };
    if (as !== 'access' || !active || isMadeWithLegacy(name)) return [];
    return [{ because, question, from: { exp: iat + 300 }, to: { exp: iat + 290 } }];
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isMadeWithLegacy = (name: string) => name.endsWith('token that a renewed legacy token made');

function endsWithTheLegacyToken(): Change[] {
  const because = 'a personal token that a legacy token made ends when that one is renewed';
  const refused = (question: string, to: unknown) => ({ because, question, from: expect.anything(), to });
  return expected.held
    .filter(({ name }) => isMadeWithLegacy(name))
    .flatMap(({ name, as }) => {
      if (as === 'personal') return [refused(`refresh: ${name}`, 401)];
      return [refused(`/v1/auth: ${name}`, 401), refused(`whoami: ${name}`, 401), refused(`introspect: ${name}`, onlyInactive)];
    });
}

function whoamiOf(answered: object): object {
  const { lse_fields: fields } = answered as { lse_fields: object };
  const added = { social_accounts: [], lse_fields: { ...fields, active_organization_external_id: null } };
  return { ...added, last_activity: expect.stringMatching(/^[-\d]+T[:\d]+\.\d{6}Z$/) };
}

/** What an answer says in addition, for each credential of which the question was answered by more than a status. */
function additions(asked: 'whoami' | 'introspect', because: string, added: (answer: object, held: Held) => object | null): Change[] {
  return expected.held.flatMap((held) => {
    const question = `${asked}: ${held.name}`;
    const answer = expected.answers[question];
    const to = isObject(answer) && !isMadeWithLegacy(held.name) ? added(answer, held) : null;
    return to ? [{ because, question, from: {}, to }] : [];
  });
}

/** An administrator acts everywhere. */
function scopeOf(answer: object, { as }: Held): object | null {
  const isScoped = as === 'service-account' && 'role' in answer && answer.role !== 'administrator';
  return isScoped ? { workspace_ids: expect.any(Array), project_ids: expect.any(Array) } : null;
}

/** Tokens that count as revoked from now on, and why. */
const revokedSince: Readonly<Record<string, string>> = {
  '01a22a74-340b-7039-ac28-fd35aa23669a': 'the key that signed it was retired',
  '01a22a74-45ba-7066-8d6f-a9bc3dbaa42c': 'it was made with a legacy token, which was renewed since',
};

interface ListedToken {
  readonly id: string;
  readonly state: string;
  readonly lastUsedAt: string | null;
}

/** What lists of tokens say in addition: whose a token is, who made it, why it is not active, its last use, and that none overlaps. */
function listedToken(item: ListedToken, ownerId: string): object {
  const state = item.id in revokedSince ? 'revoked' : item.state;
  const lastUse = item.lastUsedAt === null ? null : expect.objectContaining({ at: item.lastUsedAt });
  const stateReason = state === 'active' ? null : expect.any(String);
  const people = { owner: expect.objectContaining({ id: ownerId }), createdBy: expect.objectContaining({ id: expect.any(String) }) };
  return { ...item, state, stateReason, lastUse, ...people, generation: expect.any(Number), previous: null };
}

function listsOfTokens(): Change[] {
  const because = ['lists of tokens tell more of each', ...Object.values(revokedSince)].join('; ');
  return expected.ownerIds.map((ownerId) => {
    const question = `GET /v1/tokens?limit=200&ownerId=${ownerId}`;
    const { items } = expected.answers[question] as { items: ListedToken[] };
    return { because, question, from: { items }, to: { items: items.map((item) => listedToken(item, ownerId)) } };
  });
}

interface ListedUser {
  readonly disabled: boolean;
  readonly email: string | null;
}

function listOfUsers(): Change {
  const question = 'GET /v1/users?limit=200';
  const { items } = expected.answers[question] as { items: ListedUser[] };
  const stateOf = ({ disabled, email }: ListedUser) => (email === null ? 'erased' : disabled ? 'disabled' : 'active');
  const tokens = { active: expect.any(Number), total: expect.any(Number) };
  const told = items.map((item) => expect.objectContaining({ ...item, kind: 'user', state: stateOf(item), tokens }));
  return {
    because: 'the list of users tells the state of each, the last use and the tokens',
    question,
    from: { items },
    to: { items: told },
  };
}

function listOfServiceAccounts(): Change {
  const question = 'GET /v1/service-accounts?limit=200';
  const { items } = expected.answers[question] as { items: { readonly id: string }[] };
  const tokenOf = (id: string) => expect.objectContaining({ kind: 'service-account', ownerId: id, state: expect.any(String) });
  const to = { items: items.map((item) => ({ ...item, token: tokenOf(item.id) })) };
  return { because: 'the list of service accounts shows the token of each', question, from: { items }, to };
}

/**
 * What a later program answers differently, each with its rule. `from` is the answer of the program that made the directory; a partial
 * object names only the members that differ.
 */
const changes: readonly Change[] = [
  ...endsOfAccessTokens(),
  ...endsWithTheLegacyToken(),
  ...additions('whoami', 'it tells the last use, and members that the client knows', whoamiOf),
  ...additions('introspect', 'introspection tells where a service account may act', scopeOf),
  ...listsOfTokens(),
  listOfUsers(),
  listOfServiceAccounts(),
  {
    because: 'API keys came, with a switch of their own.',
    question: 'GET /v1/organization',
    from: { apiCredentialsMayIssue: false },
    to: { apiKeysMayIssue: true },
  },
  {
    because: 'A disabling ends sessions for ever: the enabling brings tokens back, and no sign-in.',
    question: 'me: session of the enabled',
    from: { email: 'enabled@example.org' },
    to: 401,
  },
  {
    because: 'A new password ends the reset links from before it.',
    question: 'redeem: reset link from before the change of password',
    from: 204,
    to: 403,
  },
  {
    because: 'A link that was redeemed ends all others of its person.',
    question: 'redeem: another reset link of the redeemed',
    from: 204,
    to: 403,
  },
];

describe('A data directory that version 0.1.0 left behind', () => {
  let app: TestApp;
  let answers: Answers;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    await cp(join(golden, 'installation'), directory, { recursive: true });
    await makePrivate(directory);
    // Its mark needs no key and so proves nothing: after an upgrade it is made anew, once.
    await expect(TestApp.over(directory)).rejects.toThrow('keyledger keys mark');
    await markLog(Config.from({ KEYLEDGER_DATA_DIR: directory }));
    const clock = new TestClock();
    clock.stop();
    clock.set((Date.parse(expected.madeAt) - Date.now()) / 1000);
    app = await TestApp.over(directory, {}, clock);
    answers = await answersOf(app, expected.held, expected.ownerIds);
  });
  afterAll(() => app.close());

  it('gives every verdict, list and number that it gave, but for those that are named', () => {
    const known = { ...expected.answers };
    for (const { question, from, to } of changes) {
      expect({ [question]: known[question] }).toMatchObject({ [question]: from });
      known[question] = isObject(to) && to !== onlyInactive ? { ...(known[question] as object), ...to } : to;
    }
    for (const [question, answer] of Object.entries(known)) {
      const isLog = question.startsWith('GET /v1/activity');
      const [given, then] = isLog ? withoutWhatCameSince(answers[question], answer) : [answers[question], answer];
      expect({ [question]: given }).toEqual({ [question]: then });
    }
  });

  it('has the names of its live service accounts restated in the form in which they are compared now, once', async () => {
    const { serviceAccounts } = app.get(TokenValidity).principals;
    const live = [...serviceAccounts.values()].filter(({ status }) => status === 'admitted').map(({ id }) => id);
    const restated = async () => {
      const events = await readEverything(app.get(EventStore), null);
      return events.filter(({ type }) => type === 'ServiceAccountNameRestated').map(({ data }) => data.serviceAccountId);
    };
    expect(live.length).toBeGreaterThan(0);
    expect((await restated()).sort()).toEqual(live.sort());
    await app.restart();
    expect((await restated()).sort()).toEqual(live.sort());
  });
});

/** Version control keeps no modes. */
async function makePrivate(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await makePrivate(path);
    else await chmod(path, 0o600);
  }
}

/** The page has room for entries that the start itself has made. */
const entriesCompared = 150;

function withoutWhatCameSince(given: unknown, then: unknown): [unknown, unknown] {
  const before = (then as { items: { id: string }[] }).items.slice(0, entriesCompared);
  const ids = new Set(before.map(({ id }) => id));
  return [(given as { items: { id: string }[] }).items.filter(({ id }) => ids.has(id)), before];
}
