import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesAfter } from '#domain/admissions';
import * as Cascade from '#domain/cascade';
import type { Decider } from '#domain/decider';
import * as Email from '#domain/email';
import * as Installation from '#domain/installation';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { defaultSettings } from '#domain/organization.settings';
import { Refusal } from '#domain/refusal';
import { roles } from '#domain/role';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import * as Verifier from '#domain/verifier';
import { projectFiles, readProjectFile } from '../support/project-files.js';

const id = fc.constantFrom('ada', 'bob', 'eve');
const role = fc.constantFrom(...roles);
const belowOwner = fc.constantFrom(...roles.filter((each) => each !== 'owner')) as fc.Arbitrary<Membership.MemberRole>;
const at = fc.integer({ min: 0, max: 40 }).map((hours) => new Date(Date.UTC(2030, 0, 1, hours)).toISOString());
const expiry = fc.option(at, { nil: null });
const text = fc.constantFrom('a', 'b', 'c', 'd');
const ids = fc.uniqueArray(fc.constantFrom('1', '2', '3'));
const flag = fc.boolean();
const of = <T extends string, R extends object>(type: T, members: { [K in keyof R]: fc.Arbitrary<R[K]> }) =>
  fc.record({ type: fc.constant(type), ...members } as never) as fc.Arbitrary<never>;

const generation = {
  lookup: text,
  kept: fc.constant({ pepperVersion: 1 }),
  at,
  expiresAt: expiry,
  latestExpiry: expiry,
  typeEnabled: flag,
};
const issue = {
  kind: fc.constantFrom('personal', 'legacy', 'service-account', 'session', 'password-reset'),
  ownerKind: fc.constantFrom('user', 'service-account'),
  ownerId: id,
  name: fc.constant(null),
};
const person = { homeOrganizationId: text, emailDigest: text, email: text, firstName: fc.constant(null), lastName: fc.constant(null) };
const scope = { workspaceIds: ids, projectIds: ids };
const optionalScope = { workspaceIds: fc.option(ids, { nil: undefined }), projectIds: fc.option(ids, { nil: undefined }) };
const settings = fc.constant(defaultSettings);
const by = { byRole: role, byOwner: fc.option(id, { nil: null }), mayRaise: flag };

// biome-ignore lint/suspicious/noExplicitAny: deciders of different states and commands stand in one table.
const deciders: readonly (readonly [string, Decider<any, any, any>, fc.Arbitrary<any>])[] = [
  [
    'e-mail address',
    Email.decider,
    fc.oneof(
      of('ClaimEmail', { userId: id, organizationId: text }),
      of('ClaimEmail', { userId: id, organizationId: text, provisional: fc.constant(true) }),
      of('ReleaseEmail', { userId: id }),
    ),
  ],
  [
    'installation',
    Installation.decider,
    fc.oneof(
      of('CreateLog', { pepperVersion: fc.constant(1), keyChecks: fc.constant({}) }),
      of('PublishSigningKey', { kid: text, publicJwk: fc.constant({}), vaultId: text }),
      of('ActivateSigningKey', { kid: text }),
      of('RetireSigningKey', { kid: text }),
      of('AddPepper', { version: fc.integer({ min: 1, max: 3 }), check: text }),
      of('DeclareRestore', { endedAt: text, hadReached: text }),
      of('MarkLog', { endedAt: text }),
    ),
  ],
  [
    'membership',
    Membership.decider,
    fc.oneof(
      of('JoinOrganization', { userId: id, role: belowOwner, byRole: role }),
      of('ChangeMemberRole', { role: belowOwner, byRole: role, mayRaise: flag, fromRole: fc.constantFrom('owner', null) }),
      of('DeactivateMember', { byRole: role }),
      of('ReactivateMember', { byRole: role }),
    ),
  ],
  [
    'user',
    User.decider,
    fc.oneof(
      of('RegisterUser', { ...person, passwordId: fc.option(text, { nil: null }) }),
      of('SetPassword', { passwordId: text, signInsEnded: fc.option(fc.nat(4), { nil: null }) }),
      of('DisableUser', {}),
      of('EnableUser', {}),
      of('GiveUpAddress', {}),
      of('RevokeUserTokens', { at, by: fc.constantFrom('owner', 'administrator') }),
      of('ErasePersonalData', {}),
    ),
  ],
  [
    'service account',
    ServiceAccount.decider,
    fc.oneof(
      of('CreateServiceAccount', { ...scope, organizationId: text, name: text, role, tokenId: text, byRole: role }),
      of('ChangeServiceAccount', {
        ...optionalScope,
        role: fc.option(role, { nil: undefined }),
        byRole: role,
        mayRaise: flag,
        admitted: flag,
      }),
    ),
  ],
  [
    'organization',
    Organization.decider,
    fc.oneof(
      of('CreateOrganization', { name: text, firstOwnerId: id, settings }),
      of('EnableTokenType', { tokenType: fc.constantFrom('personal', 'legacy'), mayRaise: flag }),
      of('DisableTokenType', { tokenType: fc.constantFrom('personal', 'legacy'), mayRaise: flag }),
      of('SetTokenTtl', { days: fc.integer({ min: -1, max: 5 }), mayRaise: flag }),
      of('ChangeApiCredentialIssuance', { allowed: flag, ...by }),
      of('AddOwner', { userId: id, canSignIn: flag, ...by }),
      of('NoteOwnerSignIn', { userId: id, canSignIn: flag }),
      ...(['RemoveOwner', 'SuspendOwner', 'ResumeOwner'] as const).map((type) => of(type, { userId: id, ...by })),
      of('ChangeServiceAccountAllowance', { allowance: fc.integer({ min: -1, max: 4 }), allowanceMax: fc.constant(3), ...by }),
      of('AdmitServiceAccount', { serviceAccountId: text, nameDigest: text, ...by }),
      of('ReleaseServiceAccount', { serviceAccountId: text }),
    ),
  ],
  [
    'token',
    Token.decider,
    fc.oneof(
      of('IssueToken', { ...issue, ...generation, legacyGeneration: fc.option(fc.constant(1), { nil: undefined }) }),
      of('RotateToken', { ...generation, fromGeneration: fc.integer({ min: 1, max: 4 }), mayOutlive: flag }),
      of('RecordSuperseded', { generation: fc.integer({ min: 0, max: 5 }) }),
      of('ReplaceCredential', { ...issue, ...generation, cause: fc.constantFrom('renewed', 'reset') }),
      of('RevokeToken', {
        reason: fc.constant('revoked'),
        by: fc.constantFrom('owner', 'system'),
        cause: fc.constantFrom('leaked', 'undelivered'),
      }),
      of('RecordExpiry', { at }),
      of('RedeemToken', { at }),
      of('ConfirmSession', { at, fromGeneration: fc.integer({ min: 1, max: 4 }), lookup: text, kept: generation.kept }),
      of('SeeSession', { at, seenEverySeconds: fc.constant(3600) }),
    ),
  ],
  [
    'verifier',
    Verifier.decider,
    fc.oneof(
      of('CreateVerifier', { organizationId: text, name: text, lookup: text, pepperVersion: fc.constant(1) }),
      of('DeleteVerifier', {}),
    ),
  ],
  [
    'cascade',
    Cascade.decider,
    of('RecordCascade', { effect: fc.constantFrom('suspended', 'resumed', 'revoked'), ownerId: id, tokenIds: ids, isLast: fc.boolean() }),
  ],
];

/** The names of the commands that the domain's own sources declare. */
function declaredCommands(): string[] {
  const sources = projectFiles().filter((path) => /^libs\/domain\/src\/[\w.-]+\.ts$/.test(path) && !path.endsWith('.spec.ts'));
  const unions = sources.flatMap((path) => [...readProjectFile(path).matchAll(/^export type \w*Command =[\s\S]*?;\n\n/gm)]);
  const types = unions.flatMap(([union]) => [...union.replace(/Extract<[^>]*>/g, '').matchAll(/type: ((?:'\w+'(?: \| )?)+)/g)]);
  return types.flatMap(([, names]) => names.split(' | ').map((name) => name.slice(1, -1)));
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
};

/** What is decided, or the code of the refusal. Anything else that is thrown is a defect. */
function outcomeOf<E>(decide: () => E[]): E[] | string {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('Whatever happened before', () => {
  it('no command is left out of what follows', () => {
    const asked = new Set(deciders.flatMap(([, , commands]) => fc.sample(commands, 500).map(({ type }) => type)));
    expect(declaredCommands().length).toBeGreaterThan(30);
    expect(declaredCommands().filter((command) => !asked.has(command))).toEqual([]);
  });

  it.each(deciders)('a wish about one %s that is repeated emits nothing or is refused', (_name, decider, commands) => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (sequence) => {
        let state = deepFreeze(decider.initial);
        for (const command of sequence) {
          deepFreeze(command);
          const outcome = outcomeOf(() => decider.decide(state, command));
          expect(outcomeOf(() => decider.decide(state, command))).toEqual(outcome);
          if (typeof outcome === 'string') continue;
          expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
          state = deepFreeze(deepFreeze(outcome).reduce(decider.evolve, state));
          const repeated = outcomeOf(() => decider.decide(state, command));
          expect(typeof repeated === 'string' ? [] : repeated).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('Whatever is asked of an organization', () => {
  const [, decider, commands] = deciders[5] as (typeof deciders)[number];
  const created = [{ type: 'OrganizationCreated', name: 'n', firstOwnerId: 'ada', settings: defaultSettings }];

  it('keeps an owner who can sign in, its allowance, its names unique, and deleted accounts deleted', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60 }), (sequence) => {
        let state = created.reduce(decider.evolve, decider.initial);
        const released = new Set<string>();
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          if (typeof outcome === 'string') continue;
          state = outcome.reduce(decider.evolve, state);
          expect(Object.values(state.owners)).toContain('active');
          const counts = ([owner, status]: [string, unknown]) => status === 'active' && state.signIns[owner] === true;
          const counting = Object.entries(state.owners).filter(counts);
          const isLoss = outcome.some(({ type }) => type === 'OwnerRemoved' || type === 'OwnerSuspended');
          if (isLoss) expect(counting).not.toEqual([]);
          const admitted = [...namesAfter(state.admissions).values()].filter((digest) => digest !== null);
          expect(new Set(admitted).size).toBe(admitted.length);
          for (const event of outcome) {
            if (event.type === 'ServiceAccountReleased') released.add(event.serviceAccountId);
            if (event.type !== 'ServiceAccountAdmitted') continue;
            expect(admitted.length).toBeLessThanOrEqual(state.settings.serviceAccountAllowance);
            expect(released.has(event.serviceAccountId)).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('Whatever is asked of a token', () => {
  const [, decider, commands] = deciders[6] as (typeof deciders)[number];

  it('its generations only grow, each names the one that it replaces, and possession alone never prolongs it', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (sequence) => {
        let state = decider.initial;
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          if (typeof outcome === 'string') continue;
          for (const event of outcome) {
            if (event.type === 'TokenRotated' && event.cause === 'rotated' && command.mayOutlive === false) {
              expect(state.expiresAt === null || event.expiresAt <= state.expiresAt).toBe(true);
            }
            if (event.type === 'TokenRotated') {
              expect(event.previousLookup).toBe(state.lookup);
              expect(event.generation).toBe(state.generation + 1);
            }
            if (event.type === 'TokenRevoked') expect(event.lookup).toBe(state.lookup);
            state = decider.evolve(state, event);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('kind and owner stay those of its first event, and no command for others is accepted', () => {
    const kindOf: Readonly<Record<string, string>> = { RotateToken: 'personal', RedeemToken: 'password-reset', ConfirmSession: 'session' };
    const issued = fc.record({ ...issue, type: fc.constant('TokenIssued'), generation: fc.constant(1), lookup: text, expiresAt: at });
    let refusals = 0;
    fc.assert(
      fc.property(issued, fc.array(commands, { maxLength: 40 }), (first, sequence) => {
        let state = decider.evolve(decider.initial, { ...first, kept: { pepperVersion: 1 } });
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          const meant = { kind: kindOf[command.type], ...command };
          const isOther = (['kind', 'ownerKind', 'ownerId'] as const).some(
            (name) => meant[name] !== undefined && meant[name] !== state[name],
          );
          if (isOther) {
            refusals += 1;
            expect(`${command.type} ${typeof outcome}`).toBe(`${command.type} string`);
          }
          if (typeof outcome === 'string') continue;
          const { kind, ownerKind, ownerId } = state;
          state = outcome.reduce(decider.evolve, state);
          expect(state).toMatchObject({ kind, ownerKind, ownerId });
          expect(state.kind === 'password-reset' && state.expiresAt === null).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(500);
  });
});
