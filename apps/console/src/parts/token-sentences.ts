import { counted } from './counted.js';
import { because, type EventOf, forWhom, ofOwner, onToken, type Part, type Sentence, token, who } from './sentence-parts.js';

const failures = {
  'unknown-account': 'there is no such account',
  'wrong-password': 'wrong password',
  disabled: 'the account is disabled',
  throttled: 'too many attempts',
};
const endings = { 'signed-out': 'ended ', 'password-changed': 'ended ', redeemed: 'used ', revoked: 'revoked ' };

type TokenEventType =
  | 'AllowedAddressesChanged'
  | 'ApiKeyReplaced'
  | 'AttemptsRefused'
  | 'CascadeCompleted'
  | 'CredentialIdentified'
  | 'LegacyTokenRevealed'
  | 'PreviousGenerationEnded'
  | 'SessionConfirmed'
  | 'SessionSeen'
  | 'SignInAttackNoticed'
  | 'SignInFailed'
  | 'SupersededTokenPresented'
  | 'TokenExpired'
  | 'TokenIssued'
  | 'TokenRenamed'
  | 'TokenRevoked'
  | 'TokenRotated'
  | 'TokensResumed'
  | 'TokensRevoked'
  | 'TokensSuspended';

/** What happened to credentials, and with them. */
export const tokenSentences: { readonly [Type in TokenEventType]: Sentence<EventOf<Type>> } = {
  AllowedAddressesChanged: ({ allowedAddresses }, { thing }) => [
    allowedAddresses === null ? 'allowed every address to use ' : 'changed the addresses that may use ',
    token(thing),
  ],
  ApiKeyReplaced: ({ successorId, endsAt, endsOnFirstUse }, { thing }) => [
    'replaced ',
    token(thing),
    ' by ',
    token(successorId),
    endsOnFirstUse ? ', which ends the old one on its first use, at the latest at ' : '; the old one ends at ',
    { at: endsAt },
  ],
  AttemptsRefused: ({ attempts }) => refusedAttempts(attempts),
  CascadeCompleted: ({ ownerId, tokens }) => ['recorded what became of every token of ', who(ownerId), `: ${counted(tokens, 'token')}`],
  CredentialIdentified: ({ tokenId }) =>
    tokenId === null ? ['asked whose a text is; it is no token of the organization'] : ['asked whose a text is: it is ', token(tokenId)],
  LegacyTokenRevealed: ({ tokenId }) => ['was shown ', token(tokenId), ' in full'],
  PreviousGenerationEnded: ({ reason, generation }, { thing }) => [
    `ended generation ${generation} of `,
    token(thing),
    reason === 'newest-used' ? ', since the new one was used' : '',
  ],
  SessionConfirmed: () => ['confirmed the password in a session'],
  SessionSeen: onToken('noted the use of '),
  SignInAttackNoticed: ({ userId }) => [
    'noticed wrong passwords from many networks for ',
    userId === null ? 'an account that does not exist' : who(userId),
  ],
  SignInFailed: ({ reason, userId }) => [
    'failed to sign in',
    ...(userId === null ? [] : [' as ', who(userId)]),
    `: ${failures[reason] ?? reason}`,
  ],
  SupersededTokenPresented: ({ generation }, { thing }) => [
    `noticed that the replaced generation ${generation} was presented of `,
    token(thing),
  ],
  TokenExpired: ({ expiresAt }, { thing }) => ['recorded that ', token(thing), ' expired at ', { at: expiresAt }],
  TokenIssued: ({ kind, ownerId }, { thing, actor }) => {
    if (kind === 'session') return ['signed in', ...forWhom(ownerId, actor)];
    if (kind === 'password-reset') return ['made a password reset link', ...forWhom(ownerId, actor)];
    return ['created ', token(thing)];
  },
  TokenRenamed: onToken('renamed '),
  TokenRevoked: ({ reason, cause, by }, { thing }) => [
    endings[reason] ?? 'revoked ',
    token(thing),
    ...because(reason === 'password-changed' ? 'a new password was chosen' : cause),
    by === 'possession' ? ', by presenting it' : '',
  ],
  TokenRotated: ({ cause, generation, kind, previousEndsAt, previousEndsOnFirstUse }, { thing }) => {
    if (kind === 'session') return ['gave a session a new secret'];
    const until: readonly Part[] = previousEndsAt === undefined ? [] : ['; the old one stays good until ', { at: previousEndsAt }];
    return [
      `${cause} `,
      token(thing),
      ` (generation ${generation})`,
      ...until,
      previousEndsOnFirstUse ? ' or the first use of the new one' : '',
    ];
  },
  TokensResumed: ofOwner('resumed'),
  TokensRevoked: ofOwner('revoked'),
  TokensSuspended: ofOwner('suspended'),
};

function refusedAttempts(attempts: EventOf<'AttemptsRefused'>['attempts']): readonly Part[] {
  const count = attempts.reduce((sum, each) => sum + each.count, 0);
  const reasons = [...new Set(attempts.map(({ reason }) => reason.replaceAll('-', ' ')))];
  const only = attempts.length === 1 ? attempts[0] : null;
  const whose: readonly Part[] = only?.tokenId ? [' with ', token(only.tokenId)] : only?.userId ? [' as ', who(only.userId)] : [];
  return [`refused ${counted(count, 'attempt')}`, ...whose, ` (${reasons.join(', ')})`];
}
