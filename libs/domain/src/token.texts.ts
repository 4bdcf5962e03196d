import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';
import * as ServiceAccount from './service-account.js';
import { type OwnerKind, stream } from './token.js';
import * as User from './user.js';

/** The texts that somebody typed about a token, and the network addresses from which it was begun or ended, or is good. */
export interface Texts {
  readonly name?: Sealed | null;
  readonly note?: Sealed;
  readonly source?: Sealed;
  readonly allowedAddresses?: Sealed | null;
}

interface OfToken {
  readonly id: string;
  readonly ownerKind: OwnerKind;
  readonly ownerId: string;
}

/** The texts are sealed under the key of the token's owner, so erasing a person erases what was written about them. */
export const textsOf = ({ id, ownerKind, ownerId }: OfToken): SealedTexts<Texts> => ({
  stream: stream(id).name,
  subject: (ownerKind === 'user' ? User : ServiceAccount).subjectOf(ownerId),
  fields: fieldsOf<Texts>({ name: true, note: true, source: true, allowedAddresses: true }),
});
