/** Every reason the domain can say no. Codes are public API: clients and docs/reference/refusals.md rely on them. */
export const refusals = {
  'request/invalid': 'The request does not have the form that this route expects.',
  'request/not-found': 'Nothing is here for this caller.',
  'credential/missing': 'This route needs a credential.',
  'credential/invalid': 'The credential is not valid.',
  'credential/ambiguous': 'Exactly one credential may be sent with a request.',
  'permission/denied': 'The role of this credential does not allow this.',
  'permission/confirmation-required': 'Only a session whose password was checked in the last 15 minutes may do this.',
  'permission/cross-origin': 'A browser page of another site may not do this.',
  'role/above-own': 'Nobody may make or change what is above their own role.',
  'sign-in/failed': 'The e-mail address or the password is wrong.',
  'sign-in/throttled': 'Too many attempts. Try again a little later.',
  'token/not-found': 'No token has this id.',
  'token/id-taken': 'A token with this id already exists.',
  'token/type-disabled': 'The organization has switched this type of token off.',
  'token/outlives-cap': 'The organization caps the lifetime of personal access tokens below what was asked.',
  'token/expiry-invalid': 'The expiry must lie in the future and before the year 10000.',
  'token/revoked': 'The token was revoked.',
  'token/expired': 'The token has expired.',
  'token/superseded': 'A newer generation has replaced this credential.',
  'token/not-rotatable': 'Only personal access tokens can be rotated.',
  'token/already-valid': 'You already have a valid token. Please revoke it before creating a new one.',
  'token/not-revocable': 'An access token cannot be revoked by itself; revoke the token that it was made from.',
  'verifier/not-found': 'No verifier has this id.',
  'verifier/id-taken': 'A verifier with this id already exists.',
  'session/not-found': 'No session has this id.',
  'organization/not-found': 'No organization has this id.',
  'organization/id-taken': 'An organization with this id already exists.',
  'organization/last-owner': 'At least one owner who can sign in must remain.',
  'organization/ttl-out-of-range': 'The time-to-live of personal access tokens is 1 to 73000 whole days.',
  'organization/allowance-out-of-range': 'The service-account allowance is outside what this installation permits.',
  'owner/not-found': 'This user is not an owner of the organization.',
  'service-account/not-found': 'No service account has this id.',
  'service-account/id-taken': 'A service account with this id already exists.',
  'service-account/name-taken': 'A service account of this organization already has this name.',
  'service-account/allowance-used': 'The organization has as many service accounts as it is allowed.',
  'service-account/deleted': 'This service account was deleted; its id is never used again.',
  'service-account/fixed-name': 'The name of a service account cannot be changed once it is created.',
  'email/invalid': 'This is not an e-mail address that can be registered.',
  'email/taken': 'A user with this e-mail address already exists.',
  'user/not-found': 'No user has this id.',
  'user/id-taken': 'A user with this id already exists.',
  'user/disabled': 'The user is disabled.',
  'user/not-disabled': 'Personal data is erased only of a user who is already disabled.',
  'user/erased': 'The personal data of this user was erased; the account cannot be used again.',
  'user/self': 'A person cannot do this to the own account.',
  'member/not-found': 'This user is not a member of the organization.',
  'password/too-short': 'A password has at least 15 characters.',
  'password/too-long': 'A password has at most 1024 bytes.',
  'password/too-common': 'This password is on a list of common ones.',
  'password/wrong': 'The current password is wrong.',
  'password-reset/invalid': 'The reset link is unknown, used or older than one hour.',
  'installation/already-created': 'This log was already created.',
  'signing-key/not-found': 'No signing key has this id.',
  'signing-key/active': 'The signing key is in use; another one must be activated first.',
  'signing-key/retired': 'A retired signing key is never used again.',
  'activity/position-invalid': 'This position is not one of this log.',
  'service/not-caught-up': 'The answer is not known to be new enough yet.',
  'service/unavailable': 'The service cannot do this right now; nothing was changed.',
} as const;

export type RefusalCode = keyof typeof refusals;

/** An expected "no". The edge gives each code its status; the text is safe to show to whoever asked. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    /** Which member of the request is at fault, where one is: `{ttlDays: ['must not be less than 1']}`. */
    readonly members?: Readonly<Record<string, readonly string[]>>,
  ) {
    super(refusals[code]);
  }
}
