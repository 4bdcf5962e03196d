import type { Reason } from '#domain/verdict';

/** What Label Studio says of a refused token. */
interface Words {
  /** The answer to the exchange of a personal access token. */
  readonly exchange: string;
  /** To a request that presents a legacy token. */
  readonly token: string;
  /** The answer to a request that presents an access token. Null where it says only that it found no credentials. */
  readonly bearer: string | null;
}

const invalid: Words = { exchange: 'Token is invalid', token: 'Invalid token.', bearer: null };
const ended: Words = { ...invalid, exchange: 'Token is blacklisted' };
const inactive: Words = { ...invalid, exchange: 'No active account found for the given token.', token: 'User inactive or deleted.' };
const noUser = 'User not found';
const switchedOff: Words = {
  exchange: 'Token is disabled: personal access tokens have been disabled for this organization',
  token: 'Authentication token no longer valid: legacy token authentication has been disabled for this organization',
  bearer: null,
};

/** Only a client that presents a token which we signed, or know, is told more than "invalid". */
export const refusedWords: Readonly<Record<Reason, Words>> = {
  unknown: invalid,
  superseded: ended,
  revoked: ended,
  'sign-ins-ended': invalid,
  expired: { ...invalid, exchange: 'Token is expired' },
  'legacy-token-ended': ended,
  'signing-key-retired': ended,
  'owner-erased': inactive,
  'owner-deleted': { ...inactive, exchange: invalid.exchange, bearer: noUser },
  'owner-disabled': inactive,
  'owner-tokens-revoked': { ...inactive, exchange: ended.exchange },
  'membership-inactive': { ...inactive, bearer: noUser },
  'role-mismatch': invalid,
  'type-disabled': switchedOff,
  'scheme-mismatch': invalid,
  'address-not-allowed': invalid,
};
