import fc from 'fast-check';
import * as Cascade from '#domain/cascade';
import type { Decider } from '#domain/decider';
import * as Email from '#domain/email';
import * as Installation from '#domain/installation';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { defaultSettings } from '#domain/organization.settings';
import { roles } from '#domain/role';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import * as Verifier from '#domain/verifier';

const id = fc.constantFrom('ada', 'bob', 'eve');
const role = fc.constantFrom(...roles);
const belowOwner = fc.constantFrom(...roles.filter((each) => each !== 'owner')) as fc.Arbitrary<Membership.MemberRole>;
export const at = fc.integer({ min: 0, max: 40 }).map((hours) => new Date(Date.UTC(2030, 0, 1, hours)).toISOString());
const expiry = fc.option(at, { nil: null });
export const text = fc.constantFrom('a', 'b', 'c', 'd');
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
const overlap = {
  overlapEndsAt: fc.option(at, { nil: undefined }),
  endsOnFirstUse: fc.option(flag, { nil: undefined }),
};
export const issue = {
  kind: fc.constantFrom('personal', 'legacy', 'service-account', 'session', 'password-reset', 'api-key'),
  ownerKind: fc.constantFrom('user', 'service-account'),
  ownerId: id,
  name: fc.constant(null),
};
const person = { homeOrganizationId: text, emailDigest: text, email: text, firstName: fc.constant(null), lastName: fc.constant(null) };
const scope = { workspaceIds: ids, projectIds: ids };
const optionalScope = { workspaceIds: fc.option(ids, { nil: undefined }), projectIds: fc.option(ids, { nil: undefined }) };
const settings = fc.constant(defaultSettings);
const by = { byRole: role, byOwner: fc.option(id, { nil: null }), mayRaise: flag };

/** Each kind of stream, its decider, and every command that it is sent, at random. */
// biome-ignore lint/suspicious/noExplicitAny: deciders of different states and commands stand in one table.
export const deciders: readonly (readonly [string, Decider<any, any, any>, fc.Arbitrary<any>])[] = [
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
      of('SetSessionLimits', { idleSeconds: fc.integer({ min: 60, max: 62 }), ageSeconds: fc.integer({ min: 60, max: 62 }) }),
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
      of('ChangeApiKeyIssuance', { allowed: flag, ...by }),
      of('AddOwner', { userId: id, canSignIn: flag, ...by }),
      of('NoteOwnerSignIn', { userId: id, canSignIn: flag }),
      ...(['RemoveOwner', 'SuspendOwner', 'ResumeOwner'] as const).map((type) => of(type, { userId: id, ...by })),
      of('ChangeServiceAccountAllowance', { allowance: fc.integer({ min: -1, max: 4 }), allowanceMax: fc.constant(3), ...by }),
      of('AdmitServiceAccount', { serviceAccountId: text, nameDigest: text, ...by }),
      of('RequestServiceAccountAllowance', { allowanceRequestId: text, userId: id, reason: text }),
      of('GrantServiceAccountAllowance', {
        allowanceRequestId: text,
        allowance: fc.integer({ min: -1, max: 4 }),
        allowanceMax: fc.constant(3),
        ...by,
      }),
      of('DeclineServiceAccountAllowance', { allowanceRequestId: text, note: fc.option(text, { nil: undefined }), ...by }),
      of('RestateServiceAccountNames', { nameDigests: fc.dictionary(text, text) }),
      of('ReleaseServiceAccount', { serviceAccountId: text }),
    ),
  ],
  [
    'token',
    Token.decider,
    fc.oneof(
      of('IssueToken', { ...issue, ...generation, legacyGeneration: fc.option(fc.constant(1), { nil: undefined }) }),
      of('RotateToken', { ...generation, ...overlap, fromGeneration: fc.integer({ min: 1, max: 4 }), mayOutlive: flag }),
      of('EndPreviousGeneration', {
        generation: fc.integer({ min: 0, max: 5 }),
        at,
        reason: fc.constantFrom('newest-used', 'revoked'),
        by: fc.constantFrom('owner', 'system'),
      }),
      of('RenameToken', { name: text }),
      of('ChangeAllowedAddresses', { allowedAddresses: fc.option(text, { nil: null }) }),
      of('ReplaceApiKey', { successorId: text, at, ...overlap }),
      of('RecordSuperseded', { generation: fc.integer({ min: 0, max: 5 }) }),
      of('ReplaceCredential', { ...issue, ...generation, ...overlap, cause: fc.constantFrom('renewed', 'reset') }),
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
