import type { RefusalCode } from '#domain/refusal';
import type { Explanation } from './explanation.js';

/** Refusals about tokens, sessions, verifiers and the keys that sign. */
export const ofTokens = {
  'token/not-found': {
    cause: 'No token with this id belongs to you, or, for administrators, to your organization; or the legacy token was never revealed.',
    remedy: 'List the tokens to find the id. What belongs to another organization looks as if it did not exist.',
  },
  'token/id-taken': {
    cause: 'Two requests created the same token at the same moment, or an id was chosen that is in use.',
    remedy: 'Repeat the request; the other one has created the token.',
  },
  'token/type-disabled': {
    cause: 'The organization has switched off the type of token that was to be created, revealed or replaced.',
    remedy: 'Use another type, or ask an administrator to switch this one on in the settings of the organization.',
  },
  'token/outlives-cap': {
    cause: 'The expiry that was asked for lies beyond what the organization allows for personal access tokens.',
    remedy: 'Ask for the moment that `members` names or an earlier one, or leave `expiresAt` out to get the latest that is allowed.',
  },
  'token/outlives-predecessor': {
    cause: 'The token was replaced meanwhile by one that ends earlier, and this request may not make one that ends later.',
    remedy: 'Repeat the request; or rotate in a session whose password was checked in the last 15 minutes.',
  },
  'token/expiry-invalid': {
    cause: 'The expiry lies in the past, after the year 9999, or is no date.',
    remedy: 'Send a future time as ISO 8601 in UTC, such as `2030-01-31T12:00:00Z`.',
  },
  'token/revoked': {
    cause: 'The token was revoked, or what it hangs on is over, so that it cannot be rotated. A revocation is final.',
    remedy: 'Create a new token.',
  },
  'token/expired': {
    cause: 'The time of the token was over before it was rotated.',
    remedy: 'Create a new token, and rotate it before it expires.',
  },
  'token/superseded': {
    cause: 'The token was rotated, renewed or reset meanwhile: this credential is of an older generation. Two racing rotations end so.',
    remedy: 'Use the newest credential. If it is lost, or somebody else rotated it, revoke the token and create another.',
  },
  'token/generation-not-found': {
    cause: 'Generations of a token are counted from 1, and it has had fewer than that, or what was sent is no such number.',
    remedy: 'List your tokens: `generation` is the newest of each, `previous` the one before while it is good.',
  },
  'token/newest-generation': {
    cause: 'Only the generation before the newest can be ended by itself, while an overlap keeps it good.',
    remedy: 'Revoke the token: that ends all its generations.',
  },
  'token/not-rotatable': {
    cause: 'Only personal access tokens are rotated.',
    remedy: 'Renew a legacy token by `reset-token`; reset the token of a service account at the service account.',
  },
  'token/not-named': {
    cause: 'Only personal access tokens and API keys have names. A legacy token has none, and a service account is named itself.',
    remedy: 'Leave the name as it is.',
  },
  'api-key/role-mismatch': {
    cause: 'Either the key or the person would be an auditor, and the other would not: neither of the two roles is the lower one.',
    remedy: "Give an auditor's key the role `auditor`, and every other key another role.",
  },
  'api-key/validity-out-of-range': {
    cause: 'An API key was asked for that would be valid for less than a minute or more than 25 weeks.',
    remedy: 'Ask for `validitySeconds` from 60 to 15120000.',
  },
  'api-key/not-issued-by-keys': {
    cause: 'An API key asked for another one, and the owners switched that off with `apiKeysMayIssue`.',
    remedy: 'Make the key in a session, or have an owner switch `apiKeysMayIssue` on.',
  },
  'token/already-valid': {
    cause: 'The person has a valid token of this kind, and on this route there is one at a time.',
    remedy: 'Revoke the old one first, or create further personal access tokens by `POST /v1/tokens`.',
  },
  'token/too-many': {
    cause: 'There are as many personal access tokens of this person that neither expired nor were revoked as the installation permits.',
    remedy:
      'List your tokens and revoke those that nobody uses; `lastUsedAt` says which. For programs, ask for service accounts. The operator ' +
      'of the host may raise `KEYLEDGER_TOKENS_PER_OWNER_MAX`.',
  },
  'token/not-revocable': {
    cause: 'An access token is kept nowhere and lives five minutes at most, so it cannot be revoked by itself.',
    remedy: 'Revoke the personal access token that it was made from: the access token is refused from the same moment.',
  },
  'session/not-found': {
    cause: 'No session of yours has this id, or it is over.',
    remedy: 'List your sessions; to end the sessions of somebody else, disable the person or revoke the tokens.',
  },
  'sign-in/failed': {
    cause: 'The address or the password is wrong, or the person is disabled. Which of these is not told.',
    remedy: 'Try again with care; an administrator makes a link for a new password.',
  },
  'sign-in/throttled': {
    cause: 'Too many passwords for this account were wrong, or there were too many attempts from this network.',
    remedy:
      'Wait the seconds that `Retry-After` names: a minute at first, then twice as long each time, up to an hour. ' +
      'A browser that signed in before has a limit of its own, and a link for a new password works at any time.',
  },
  'verifier/not-found': {
    cause: 'No verifier of this organization has this id.',
    remedy: 'List the verifiers to find the id.',
  },
  'verifier/id-taken': {
    cause: 'An id was chosen for a verifier that another one has or had.',
    remedy: 'Repeat the request; a new id is chosen.',
  },
  'signing-key/not-found': {
    cause: 'No key with this id was ever published by this installation.',
    remedy: 'List the signing keys; the id is the `kid` in the header of a token and in the published key set.',
  },
  'signing-key/active': {
    cause: 'The key signs at this moment, and no other was activated before it was to be retired.',
    remedy: 'Repeat the request: another key is published and activated first. If it goes on, two administrators are at it.',
  },
  'signing-key/retired': {
    cause: 'The key was retired, which is final: nothing that it signed is accepted.',
    remedy: 'Rotate to get a new key.',
  },
} as const satisfies Partial<Record<RefusalCode, Explanation>>;
