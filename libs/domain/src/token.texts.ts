import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';
import * as ServiceAccount from './service-account.js';
import { type OwnerKind, stream } from './token.js';
import * as User from './user.js';

/** What somebody typed about a token, and from which network address it was begun or ended. */
export interface Texts {
  readonly name?: Sealed | null;
  readonly note?: Sealed;
  readonly source?: Sealed;
}

interface OfToken {
  readonly id: string;
  readonly ownerKind: OwnerKind;
  readonly ownerId: string;
}

/** Under the key of the token's owner: what was written about a person goes when the person is erased. */
export const textsOf = ({ id, ownerKind, ownerId }: OfToken): SealedTexts<Texts> => ({
  stream: stream(id).name,
  subject: (ownerKind === 'user' ? User : ServiceAccount).subjectOf(ownerId),
  fields: fieldsOf<Texts>({ name: true, note: true, source: true }),
});
