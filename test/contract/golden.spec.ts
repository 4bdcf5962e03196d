import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Decider } from '#domain/decider';
import { type DomainEvent, eventTypes } from '#domain/events';
import * as Organization from '#domain/organization';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import { canonicalBytes, chain, genesisDigest } from '#event-store/canonical';
import type { Recorded } from '#event-store/envelope';
import { toEvent } from '#event-store/upcast';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { projectRoot } from '../support/project-files.js';

const folder = join(projectRoot, 'test/contract/golden');

/** Each file holds events as a program wrote them when it brought new types or versions. New ones are added; none is ever changed. */
const linesOf = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ndjson'))
  .sort();
const recorded = (file: string): Recorded[] => linesOf(file).map((line, index) => ({ ...JSON.parse(line), position: BigInt(index + 1) }));

describe('Events as they were written when each version was new', () => {
  it('are there for every version of every type', () => {
    const written = new Set(files.flatMap(recorded).map(({ type, schemaVersion }) => `${type} ${schemaVersion}`));
    const ever = Object.entries(eventTypes).flatMap(([type, { schemaVersion }]) =>
      Array.from({ length: schemaVersion }, (_, index) => `${type} ${index + 1}`),
    );
    expect(ever.filter((version) => !written.has(version))).toEqual([]);
  });

  it('are encoded today as they were then, byte by byte', () => {
    for (const file of files) {
      for (const line of linesOf(file)) expect(canonicalBytes(JSON.parse(line)).toString()).toBe(line);
    }
  });

  it('were never changed since', () => {
    const digestOf = (file: string) =>
      linesOf(file)
        .reduce<Buffer>((digest, line) => chain(digest, Buffer.from(line)), genesisDigest)
        .toString('hex');
    expect(Object.fromEntries(files.map((file) => [file, digestOf(file)]))).toEqual({
      'allowance-requests.ndjson': '17f2420617d610b8a78a5ea9d23a161bc61f3e22f20cb5a6d0d10572ce23f19d',
      'api-keys.ndjson': '080c36a6a829b9f446547f93b3961c06fbd9336a038453f643f8fea3dd4c2245',
      'backup-and-rebuild.ndjson': 'b1867ccbc695104d756e1fdca836648c9bf5005b417a373ce5832a37f880dda9',
      'confirmations.ndjson': '121dd035fe46af58bae5574ad4195a3ace9a51ba4df6b8e2bf2966a8ec24563f',
      'exports.ndjson': 'ba4b68d7f90b5c0d006ac373052becd7f0d6143951361ba324f7f81d9f52b8af',
      'denied-routes.ndjson': '6d9209cc92bf9ec34159115384338366f9b6b62e52b44266a170c7187bce7204',
      'first-release.ndjson': '57156c1ccad4a67a92445edb0f4151f3bd739395a0f016a41630b60b0253e810',
      'log-mark.ndjson': '12be8059fddc33d2a0754db4170188abe6b056b7c887554c118aacea9c476809',
      'names-and-questions.ndjson': '235859c279d59124bd7ffbbcf368bf610248d8623eab9cabc17cbb63ad709d2a',
      'names.ndjson': '83a5c12561ac26ea2428fa35b33d92ed2a4517b5cfc499cdd20fdd0db31039c6',
      'operations.ndjson': 'c7df5ce142ca6f31a253555b3b7fbb49c106a1c165edfb514b36c067b28961e4',
      'overlap.ndjson': 'd96976f063f79d42ab4f11c9775f247c7c6b3f5b34d44849a831ef1ccdd7fefe',
      'owners.ndjson': '92ca83535954fb6872b3804c3611877688112eba9e469e9f94aeb47dde976f86',
      'provisional-addresses.ndjson': '24f8d9cdd7d2b0d8c6e2bfc7c58b35db8982b48ef712c32925309ff6396b0439',
      'revocations.ndjson': '4605d1cda45c6e2ba2f47c5e765093e129e09cb0d515d177eca022df02a59930',
      'session-limits.ndjson': '7246a957d2103f7dfd13709aa3a8a76faff42e69d45d2266713c94a7d8eb38d6',
      'sign-in-attacks.ndjson': 'cf1f0ba5ca1059232040f75a2c964a00947b3cf35015b7a140dfb57f29161803',
      'superseded-and-legacy-born.ndjson': '47a4da6c269082a15341ad381752818b6ce3d6ed772022eaba17f6f3566e54b4',
    });
  });

  it('matter to a verdict now as they did then', () => {
    for (const { type, critical } of files.flatMap(recorded)) {
      expect(`${type} ${critical}`).toBe(`${type} ${eventTypes[type as DomainEvent['type']].critical}`);
    }
  });
});

describe('The log of the first release', () => {
  const log = recorded('first-release.ndjson');
  const validity = new TokenValidity();
  validity.apply(log);

  const folded = <S, E>({ initial, evolve }: Decider<S, never, E>, kind: string): S[] => {
    const streams = [...new Set(log.map(({ stream }) => stream))].filter((stream) => stream.startsWith(`${kind}-`));
    return streams.map((stream) => log.filter((event) => event.stream === stream).reduce((s, e) => evolve(s, toEvent<E>(e)), initial));
  };

  it('means the same tokens', () => {
    const states = folded(Token.decider as Decider<Token.State, never, Token.Event>, 'token');
    const said = states.map((state) => state.status !== 'absent' && `${state.kind} ${state.generation} ${state.status}`);
    expect(said.sort()).toEqual([
      'legacy 1 active',
      'personal 1 active',
      'personal 2 active',
      'service-account 2 active',
      'session 1 active',
      'session 1 active',
      'session 1 active',
      'session 1 active',
      'session 1 active',
      'session 1 revoked',
    ]);
  });

  it('means the same people, service accounts and settings', () => {
    const users = folded(User.decider as Decider<User.State, never, User.Event>, 'user');
    expect(users.map(({ status }) => status)).toEqual(['enabled', 'enabled', 'erased']);
    const accounts = folded(ServiceAccount.decider as Decider<ServiceAccount.State, never, ServiceAccount.Event>, 'serviceaccount');
    expect(accounts).toMatchObject([{ role: 'reviewer', workspaceIds: [], projectIds: ['p1'] }]);
    const [organization] = folded(Organization.decider as Decider<Organization.State, never, Organization.Event>, 'organization');
    expect(organization).toMatchObject({
      settings: {
        personalAccessTokensEnabled: true,
        legacyTokensEnabled: true,
        personalAccessTokenTtlDays: 30,
        serviceAccountAllowance: 2,
        apiCredentialsMayIssue: true,
      },
    });
  });

  it('gives everybody the number that they had', () => {
    const numbers = [...validity.principals.users.values(), ...validity.principals.serviceAccounts.values()].map(({ number }) => number);
    expect(numbers.sort()).toEqual([1, 2, 3, 4]);
    expect(validity.logId).toBe(log[0].id);
  });
});
