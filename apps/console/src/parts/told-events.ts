import type { DomainEvent } from '#domain/events';
import { counted } from './counted.js';
import {
  type EventOf,
  forWhom,
  type Part,
  quoted,
  type Sentence,
  scope,
  setting,
  type Told,
  toThing,
  toUser,
  who,
  withKey,
} from './sentence-parts.js';
import { tokenSentences } from './token-sentences.js';

/** What each type of event says of its actor: what follows on the name of who did it. A type that is missing here does not compile. */
export const sentences: { readonly [Type in DomainEvent['type']]: Sentence<EventOf<Type>> } = {
  ...tokenSentences,
  ActivityExported: ({ opened, follows, filter }) => [
    `began to export ${filter ? 'a part of ' : ''}the activity log`,
    opened ? ', personal data opened' : '',
    follows ? ', and follows it' : '',
  ],
  ActivityExportEnded: ({ count, complete }) => [`got ${counted(count, 'line')} of the activity log`, complete ? '' : ', not all of it'],
  ActivityPolled: ({ count, from, until }) => [
    `asked ${counted(count, 'time')} for new activity and got none, from `,
    { at: from },
    ' until ',
    { at: until },
  ],
  BackupMade: ({ endsAt }) => ['made a backup that ends at position ', quoted(endsAt)],
  ReadModelRebuilt: ({ projection, differed }) => [
    'rebuilt the read model ',
    quoted(projection),
    differed ? ', which had differed from the log' : ', which had been as the log says',
  ],
  ApiCredentialIssuanceChanged: setting('tokens to issue others'),
  ApiKeyIssuanceChanged: setting('API keys to make API keys'),
  EmailClaimed: toUser('claimed the e-mail address of '),
  EmailReleased: toUser('gave up the e-mail address of '),
  LogCreated: () => ['began the log'],
  LogMarked: ({ endedAt }) => ['verified the whole log, up to position ', quoted(endedAt)],
  MemberDeactivated: toUser('deactivated the membership of '),
  MemberJoined: ({ userId, role }) => ['made ', who(userId), ` a member with the role ${role}`],
  MemberReactivated: toUser('reactivated the membership of '),
  MemberRoleChanged: ({ userId, role }) => ['changed the role of ', who(userId), ` to ${role}`],
  OrganizationCreated: ({ firstOwnerId }) => ['created the organization, owned by ', who(firstOwnerId)],
  OwnerAdded: ({ userId }) => ['made ', who(userId), ' an owner'],
  OwnerRemoved: ({ userId }) => ['made ', who(userId), ' an owner no longer'],
  OwnerResumed: toUser('gave the ownership back to '),
  OwnerSignInChanged: ({ userId, canSignIn }) => ['noted that the owner ', who(userId), canSignIn ? ' can sign in' : ' cannot sign in'],
  OwnerSuspended: toUser('suspended the ownership of '),
  PasswordSet: ({ mustChange, generated }, { thing, actor }) => [
    thing === actor ? 'chose a new password' : 'set the password',
    ...forWhom(thing, actor),
    generated ? ', made by the program' : '',
    mustChange ? ', to be changed at the next sign-in' : '',
  ],
  PepperAdded: ({ version }) => [`added pepper version ${version}`],
  PersonalDataErased: toThing('erased the personal data of '),
  RestoreDeclared: ({ endedAt }) => ['restored a backup that ends at position ', quoted(endedAt), '; every earlier credential is void'],
  ServiceAccountAdmitted: ({ serviceAccountId }) => ['admitted the service account ', who(serviceAccountId)],
  ServiceAccountNameRestated: ({ serviceAccountId }) => ['restated the name of the service account ', who(serviceAccountId)],
  ServiceAccountAllowanceChanged: ({ allowance }) => [`allowed ${counted(allowance, 'service account')}`],
  ServiceAccountAllowanceDeclined: toUser('declined more service accounts to '),
  ServiceAccountAllowanceGranted: ({ userId, allowance }) => [`granted ${counted(allowance, 'service account')} to `, who(userId)],
  ServiceAccountAllowanceRequested: () => ['asked for more service accounts'],
  ServiceAccountAssigned: scope('added to the scope of'),
  ServiceAccountCreated: ({ role }, { thing }) => ['created the service account ', who(thing), ` with the role ${role}`],
  ServiceAccountReleased: ({ serviceAccountId }) => ['deleted the service account ', who(serviceAccountId)],
  ServiceAccountRoleChanged: ({ role }, { thing }) => ['changed the role of the service account ', who(thing), ` to ${role}`],
  ServiceAccountUnassigned: scope('took from the scope of'),
  SessionLimitsChanged: ({ idleSeconds, ageSeconds }) => [
    `let sessions end after ${counted(idleSeconds / 60, 'minute')} without use, and ${counted(ageSeconds / 3600, 'hour')} after they began`,
  ],
  SigningKeyActivated: withKey('began to sign with the key '),
  SigningKeyPublished: withKey('published the signing key '),
  SigningKeyRetired: withKey('retired the signing key '),
  TokenTtlChanged: ({ personalAccessTokenTtlDays }) => [
    `let new personal access tokens live ${counted(personalAccessTokenTtlDays, 'day')}`,
  ],
  TokenTypeDisabled: ({ tokenType }) => ['switched off ', { kind: tokenType }],
  TokenTypeEnabled: ({ tokenType }) => ['switched on ', { kind: tokenType }],
  TokensRevokedBefore: toThing('revoked every credential of '),
  UserDisabled: ({ addressGivenUp }, { thing }) => ['disabled ', who(thing), addressGivenUp ? ', whose address was never used' : ''],
  UserEnabled: toThing('enabled '),
  UserRegistered: toThing('registered '),
  VerifierCreated: toThing('created the verifier '),
  VerifierDeleted: toThing('deleted the verifier '),
};

/** The id of what an event is about: the end of the name of its stream. */
export const thingOf = ({ stream }: Pick<Told, 'stream'>): string => stream.slice(stream.indexOf('-') + 1);

/** The sentence of an entry. An event of a newer program, which has none, is told by its type. */
export function sentenceOf(entry: Told): readonly Part[] {
  const sentence = sentences[entry.type as DomainEvent['type']] as Sentence<unknown> | undefined;
  if (!sentence) return [entry.type];
  const parts = sentence(entry.details, { thing: thingOf(entry), actor: entry.actor.id });
  return parts.filter((part) => part !== '');
}
