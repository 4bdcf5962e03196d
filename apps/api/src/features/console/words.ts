import type { Reason } from '#domain/verdict';
import type { listedKinds } from '../tokens/tokens.dto.js';

/** What each kind of token is called. */
export const kindLabels: Readonly<Record<(typeof listedKinds)[number], string>> = {
  personal: 'Personal access token',
  legacy: 'Legacy token',
  'service-account': 'Service account token',
  'api-key': 'API key',
};

/** Why a token is refused, as what follows on "because". */
export const reasonSentences: Readonly<Record<Reason, string>> = {
  unknown: 'there is no such token',
  superseded: 'a newer one has replaced it',
  revoked: 'it was revoked',
  'sign-ins-ended': 'its owner has chosen a new password or was disabled since it began',
  expired: 'it has expired',
  'legacy-token-ended': 'the legacy token that it was made with was renewed or revoked',
  'signing-key-retired': 'the key that signed it was retired',
  'owner-tokens-revoked': 'all tokens of its owner were revoked',
  'owner-erased': 'its owner was erased',
  'owner-deleted': 'its service account was deleted',
  'owner-disabled': 'its owner is disabled',
  'membership-inactive': 'its owner is not an active member of the organization',
  'role-mismatch': 'either it or its owner is an auditor, and the other is not',
  'type-disabled': 'this type of token is switched off',
  'scheme-mismatch': 'this type of token is not accepted in the way in which it was sent',
  'address-not-allowed': 'it is not accepted from the address from which it was sent',
};
